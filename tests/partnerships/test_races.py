"""Two uploads of the next version at the same moment: one gets the number, the other keeps the file."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.factories.partnerships import MemberFactory, VersionFactory
from files import services as files
from partnerships import services
from partnerships.choices import DocumentState, MemberState, PartnershipState
from partnerships.models import PartnershipMember, PendingUpload
from tests.partnerships.conftest import page_of, text
from tests.threads import at_once, codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def document(partnership):
    return VersionFactory(document__partnership=partnership).document


def upload(document, words, by):
    return partial(services.upload_version, document=document, upload=text(words), based_on=1, by=by)


def test_of_two_one_gets_version_2_and_the_other_keeps_the_file(document, coordinator, manager):
    outcomes = at_once(upload(document, "moja wersja", coordinator), upload(document, "twoja wersja", manager))
    assert codes(outcomes) == ["version_conflict"]
    assert list(document.versions.values_list("number", flat=True)) == [2, 1]
    kept = PendingUpload.objects.waiting().get()
    with files.open_file(kept.file) as content:
        assert content.read().decode() in {"moja wersja", "twoja wersja"}
    assert kept.file.sha256 != document.versions.first().file.sha256
    assert kept.uploaded_by != document.versions.first().uploaded_by


def test_over_the_pages_the_loser_gets_409_and_the_winner_his_document(document, coordinator, manager):
    def post(user, words):
        client = page_of(user)
        body = {"file": SimpleUploadedFile("umowa.txt", words.encode()), "based_on": "1"}
        return lambda: client.post(f"/partnerships/documents/{document.pk}/upload/", body).status_code

    assert sorted(at_once(post(coordinator, "moja wersja"), post(manager, "twoja wersja"))) == [302, 409]
    assert (document.versions.count(), PendingUpload.objects.waiting().count()) == (2, 1)


def test_a_double_click_is_one_version(document, coordinator):
    assert codes(at_once(*(upload(document, "ta sama", coordinator) for _ in range(4)))) == []
    assert (document.versions.count(), PendingUpload.objects.waiting().count()) == (2, 0)


def test_eight_uploads_make_one_version_and_seven_kept_files(document, coordinator):
    outcomes = at_once(*(upload(document, f"wersja {n}", coordinator) for n in range(8)))
    assert codes(outcomes) == ["version_conflict"] * 7
    assert (document.versions.count(), PendingUpload.objects.waiting().count()) == (2, 7)


def test_an_upload_and_a_signature_at_once_never_leave_a_text_that_nobody_signed(document, coordinator, period):
    outcomes = at_once(
        upload(document, "po podpisie", coordinator),
        partial(services.record_signature, document=document, signed_on=period.starts_on, by=coordinator),
    )
    assert codes(outcomes) in ([], ["document_state"])
    document.refresh_from_db()
    assert document.state == DocumentState.SIGNED
    assert document.versions.count() == (2 if codes(outcomes) == [] else 1)


def test_two_leaders_taken_in_at_once_are_one(partnership, coordinator):
    invited = [
        MemberFactory(partnership=partnership, role="leader", state=MemberState.INVITED, joined_on=None)
        for _ in range(2)
    ]
    days = {"joined_on": partnership.project.starts_on, "by": coordinator}
    outcomes = at_once(*(partial(services.accept_member, member=member, **days) for member in invited))
    assert codes(outcomes) == ["leader_taken"]
    assert PartnershipMember.objects.belonging().count() == 1


def test_two_agreements_signed_at_once_make_the_partnership_active_once(partnership, coordinator, period):
    papers = [VersionFactory(document__partnership=partnership).document for _ in range(2)]
    sign = partial(services.record_signature, signed_on=period.starts_on, by=coordinator)
    assert codes(at_once(*(partial(sign, document=paper) for paper in papers))) == []
    partnership.refresh_from_db()
    assert (partnership.state, partnership.version) == (PartnershipState.ACTIVE, 2)
