"""Pages and API of partnerships say the same."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import RoleCode
from config.factories.grants import ProjectRoleFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.partnerships import (
    CoordinatorFactory,
    DocumentFactory,
    MemberFactory,
    PartnershipFactory,
    VersionFactory,
)
from partnerships.choices import Confidentiality, PartnershipState, Stage
from partnerships.models import Document, DocumentVersion, Partnership, PendingUpload
from tests.partnerships.conftest import api_of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(partnership):
    return DocumentFactory(partnership=partnership)


def file(words: str, name: str = "umowa.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


def post_file(user, document, words, based_on):
    return page_of(user).post(
        f"/partnerships/documents/{document.pk}/upload/", {"file": file(words), "based_on": based_on, "note": "x"}
    )


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    manager, project, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        VersionFactory(document__partnership__project=project)
        MemberFactory(partnership=Partnership.objects.latest("pk"))
    page = page_of(manager)
    with django_assert_max_num_queries(8):
        assert page.get("/partnerships/").status_code == 200


@pytest.mark.parametrize("words", ["jezior", "JEZIÓR", "lakes lp-7", "zoledz"])
def test_a_partnership_is_found_by_code_name_and_member_whatever_the_letters(manager, project, words):
    found = PartnershipFactory(project=project, code="LP-7", name_pl="Partnerstwo Jeziór", name_en="Lakes")
    town = MunicipalityFactory(name="Żołędź")
    town.remember_names()
    town.save()
    MemberFactory(partnership=found, organisation=town)
    PartnershipFactory(project=project)
    rows = api_of(manager).get("/api/v1/partnerships/", {"q": words}).json()["results"]
    assert [row["code"] for row in rows] == ["LP-7"]


def test_what_is_not_mine_is_not_there(clerk, document):
    other = DocumentFactory()
    secret = DocumentFactory(partnership=document.partnership, confidentiality=Confidentiality.RESTRICTED)
    page, api = page_of(clerk), api_of(clerk)
    assert page.get(f"/partnerships/{other.partnership_id}/").status_code == 404
    for row in (other, secret):
        assert page.get(f"/partnerships/documents/{row.pk}/").status_code == 404
        assert api.get(f"/api/v1/documents/{row.pk}/").status_code == 404
    shown = page.get(f"/partnerships/{document.partnership_id}/").content.decode()
    assert (document.title in shown, secret.title in shown) == (True, False)


def test_a_member_reads_the_pages_and_sees_no_buttons(clerk, partnership, document):
    VersionFactory(document=document)
    page = page_of(clerk)
    for address in (f"/partnerships/{partnership.pk}/", f"/partnerships/documents/{document.pk}/"):
        shown = page.get(address)
        assert (shown.status_code, 'action="/partnerships' in shown.content.decode()) == (200, False)
    assert page.get(f"/partnerships/{partnership.pk}/change/").status_code == 403


@pytest.mark.parametrize("verb", ["change/", "move/", "members/add/", "documents/create/"])
def test_every_form_of_a_partnership_opens_for_its_coordinator(partnership, coordinator, verb):
    assert page_of(coordinator).get(f"/partnerships/{partnership.pk}/{verb}").status_code == 200


@pytest.mark.parametrize("verb", ["change/", "sign/", "withdraw/"])
def test_every_form_of_a_document_opens_for_its_coordinator(document, coordinator, verb):
    assert page_of(coordinator).get(f"/partnerships/documents/{document.pk}/{verb}").status_code == 200


# -- the life of a partnership over the pages ------------------------------------------------------


def test_from_nothing_to_a_signed_agreement_by_pages(project, manager, period):
    lead = CoordinatorFactory().user
    given = {"project": project.pk, "code": "LP-1", "name_pl": "Jeziora", "kind": "eea_local", "legal_form": "none"}
    page_of(manager).post("/partnerships/create/", {**given, "coordinator": lead.pk, "once": "k"})
    made = Partnership.objects.get()
    page = page_of(lead)
    for role in ("leader", "partner"):
        body = {"organisation": MunicipalityFactory().pk, "role": role, "joined_on": "2026-01-05"}
        assert page.post(f"/partnerships/{made.pk}/members/add/", body).status_code == 302
    assert page.post(f"/partnerships/{made.pk}/move/", {"state": "forming", "version": "1"}).status_code == 302
    body = {"kind": "agreement", "title": "Umowa", "confidentiality": "partnership"}
    page.post(f"/partnerships/{made.pk}/documents/create/", body)
    paper = Document.objects.get()
    assert post_file(lead, paper, "tekst umowy", 0).status_code == 302
    signing = {"signed_on": "2026-02-01", "version": "1"}
    assert page.post(f"/partnerships/documents/{paper.pk}/sign/", signing).status_code == 302
    made.refresh_from_db()
    assert made.state == PartnershipState.ACTIVE


def test_the_form_offers_only_moves_that_its_reader_may_make(partnership, coordinator, manager):
    offered = [
        [state for state, _label in page_of(user).get(address).context["form"].fields["state"].choices]
        for address in [f"/partnerships/{partnership.pk}/move/"]
        for user in (coordinator, manager)
    ]
    assert offered == [["abandoned"], ["abandoned", "dissolving"]]


def test_a_second_click_creates_no_second_partnership(project, manager):
    lead = CoordinatorFactory().user
    given = {"project": project.pk, "code": "LP-1", "name_pl": "A", "kind": "cwd", "legal_form": "none", "once": "k"}
    answers = [page_of(manager).post("/partnerships/create/", {**given, "coordinator": lead.pk}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/partnerships/{Partnership.objects.get().pk}/"] * 2


def test_a_member_is_taken_in_and_ends_by_pages(partnership, coordinator):
    member = MemberFactory(partnership=partnership, state="invited", joined_on=None)
    page = page_of(coordinator)
    page.post(f"/partnerships/members/{member.pk}/accept/", {"joined_on": "2026-02-01", "version": "1"})
    page.post(f"/partnerships/members/{member.pk}/end/", {"left_on": "2026-03-01", "reason": "Uchwała", "version": "2"})
    member.refresh_from_db()
    assert (member.state, member.version) == ("left", 3)


def test_a_stale_form_says_that_somebody_was_faster(partnership, coordinator):
    given = {"name_pl": "A", "legal_form": "none", "stage": "strategy", "version": "9"}
    answer = page_of(coordinator).post(f"/partnerships/{partnership.pk}/change/", given)
    assert (answer.status_code, answer.context["refusal"].code) == (409, "stale")


# -- versions over the pages -----------------------------------------------------------------------


def test_the_page_of_a_document_shows_its_versions_and_gives_the_file(document, coordinator, clerk):
    post_file(coordinator, document, "pierwsza", 0)
    version = DocumentVersion.objects.get()
    page = page_of(clerk)
    shown = page.get(f"/partnerships/documents/{document.pk}/").content.decode()
    assert version.file.sha256[:8] in shown
    download = page.get(f"/files/{version.file_id}/")
    assert b"".join(download.streaming_content) == b"pierwsza"


def test_a_conflict_shows_who_was_faster_and_lets_the_kept_file_follow(document, coordinator, manager):
    post_file(coordinator, document, "pierwsza", 0)
    post_file(manager, document, "druga", 1)
    answer = post_file(coordinator, document, "inna", 1)
    kept = PendingUpload.objects.waiting().get()
    assert (answer.status_code, answer.context["refusal"].code) == (409, "version_conflict")
    assert [version.uploaded_by for version in answer.context["faster"]] == [manager]
    assert answer.context["form"].initial["based_on"] == 2
    page = page_of(coordinator)
    assert f"/partnerships/uploads/{kept.pk}/" in page.get(f"/partnerships/documents/{document.pk}/").content.decode()
    assert page.get(f"/partnerships/uploads/{kept.pk}/").status_code == 200
    placed = page.post(f"/partnerships/uploads/{kept.pk}/place/", {"based_on": "2", "note": "scalone"})
    assert (placed.status_code, document.versions.first().number) == (302, 3)
    assert page.get(f"/partnerships/uploads/{kept.pk}/").status_code == 404


def test_what_is_wrong_with_placing_a_kept_file_is_said(document, coordinator, manager):
    post_file(coordinator, document, "pierwsza", 0)
    post_file(manager, document, "druga", 1)
    post_file(coordinator, document, "inna", 1)
    address = f"/partnerships/uploads/{PendingUpload.objects.waiting().get().pk}/place/"
    page = page_of(coordinator)
    long = page.post(address, {"based_on": "2", "note": "x" * 501})
    assert (long.status_code, list(long.context["form"].errors)) == (422, ["note"])
    stale = page.post(address, {"based_on": "1", "note": "scalone"})
    assert (stale.status_code, stale.context["form"].initial["based_on"]) == (409, 2)
    assert str(stale.context["refusal"].message) in stale.content.decode()


def test_a_kept_file_is_not_there_for_anybody_else(document, coordinator, manager):
    post_file(coordinator, document, "pierwsza", 0)
    post_file(manager, document, "druga", 0)
    kept = PendingUpload.objects.waiting().get()
    for page in (page_of(coordinator),):
        assert page.get(f"/partnerships/uploads/{kept.pk}/").status_code == 404
        assert page.post(f"/partnerships/uploads/{kept.pk}/discard/").status_code == 404
        assert page.get(f"/files/{kept.file_id}/").status_code == 404
    assert page_of(manager).post(f"/partnerships/uploads/{kept.pk}/discard/").status_code == 302


def test_a_refused_file_is_shown_at_its_field(document, coordinator):
    answer = page_of(coordinator).post(
        f"/partnerships/documents/{document.pk}/upload/", {"file": file("<html>", "umowa.pdf"), "based_on": "0"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (415, ["file"])


# -- the same over the API -------------------------------------------------------------------------


def test_the_api_repeats_its_first_answer_to_the_same_key(project, manager):
    given = {"project": project.pk, "code": "LP-1", "name_pl": "A", "coordinator": CoordinatorFactory().user.pk}
    api = api_of(manager)
    answers = [
        api.post("/api/v1/partnerships/", given, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Partnership.objects.count() == 1


def test_the_api_changes_only_the_version_it_was_shown(partnership, coordinator):
    api, address = api_of(coordinator), f"/api/v1/partnerships/{partnership.pk}/"
    given = {"name_pl": "A", "name_en": "", "legal_form": "none", "stage": "strategy", "founded_on": None}
    assert api.put(address, given, format="json").json()["code"] == "if_match_required"
    etag = api.get(address)["ETag"]
    changed = api.put(address, given, format="json", headers={"If-Match": etag})
    assert (changed.status_code, changed.json()["stage"]) == (200, Stage.STRATEGY)
    again = api.put(address, given, format="json", headers={"If-Match": etag})
    assert (again.status_code, again.json()["code"]) == (412, "stale")


def test_the_api_takes_members_and_documents_to_a_signature(partnership, coordinator, period):
    api = api_of(coordinator)
    body = {"partnership": partnership.pk, "organisation": MunicipalityFactory().pk}
    member = api.post("/api/v1/partnership-members/", body, format="json").json()
    headers = {"If-Match": f'"{member["id"]}-1"'}
    answer = api.post(
        f"/api/v1/partnership-members/{member['id']}/accept/",
        {"joined_on": "2026-02-01"},
        format="json",
        headers=headers,
    )
    assert answer.json()["state"] == "active"
    body = {"partnership": partnership.pk, "kind": "agreement", "title": "Umowa"}
    paper = api.post("/api/v1/documents/", body, format="json").json()
    version = api.post(
        "/api/v1/document-versions/", {"document": paper["id"], "based_on": 0, "file": file("tekst")}
    ).json()
    assert (version["number"], version["name"]) == (1, "umowa.txt")
    assert version["download"].endswith(f"/files/{DocumentVersion.objects.get().file_id}/")
    signed = api.post(
        f"/api/v1/documents/{paper['id']}/sign/",
        {"signed_on": "2026-02-02"},
        format="json",
        headers={"If-Match": f'"{paper["id"]}-1"'},
    )
    assert (signed.json()["state"], signed.json()["current_number"]) == ("signed", 1)


def test_the_loser_gets_409_from_the_api_with_the_way_on(document, coordinator, manager):
    post_file(manager, document, "pierwsza", 0)
    api = api_of(coordinator)
    body = {"document": document.pk, "based_on": 0, "file": file("inna")}
    lost = api.post("/api/v1/document-versions/", body)
    assert (lost.status_code, lost.json()["code"], lost.json()["current_version"]) == (409, "version_conflict", 1)
    kept = lost.json()["pending_upload"]
    assert api.get(f"/api/v1/pending-uploads/{kept}/").json()["name"] == "umowa.txt"
    placed = api.post(f"/api/v1/pending-uploads/{kept}/place/", {"based_on": 1}, format="json")
    assert (placed.status_code, placed.json()["number"]) == (201, 2)
    assert api.get(f"/api/v1/pending-uploads/{kept}/").status_code == 404


def test_a_forged_document_is_answered_like_one_that_does_not_exist(coordinator):
    api = api_of(coordinator)
    found = [
        api.post("/api/v1/document-versions/", {"document": pk, "based_on": 0, "file": file("tekst")}).json()["errors"]
        for pk in (DocumentFactory().pk, 999_999)
    ]
    assert [errors[0]["code"] for errors in found] == ["does_not_exist", "does_not_exist"]


def test_an_unknown_field_of_an_upload_is_refused_by_name(document, coordinator):
    body = {"document": document.pk, "based_on": 0, "file": file("tekst"), "number": 7}
    answer = api_of(coordinator).post("/api/v1/document-versions/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")


def test_the_api_says_who_may_before_it_reads_whom(clerk, partnership):
    organiser = api_of(ProjectRoleFactory(project=partnership.project, role=RoleCode.ORGANISER).user)
    foreign = PartnershipFactory().project_id
    refused = {"project": partnership.project_id, "coordinator": 0}
    unreadable = [{**refused, "project": foreign}, {"coordinator": 0}, [refused]]
    for body, told in [(refused, (403, "manager_only")), *((body, (400, "invalid")) for body in unreadable)]:
        answer = organiser.post("/api/v1/partnerships/", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == told
    answer = api_of(clerk).post(f"/api/v1/partnerships/{partnership.pk}/appoint/", {"coordinator": 0}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "manager_only")
