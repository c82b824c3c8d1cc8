"""Who accepts what, when: at enrolment, after somebody else enrolled him, on paper; consents given and withdrawn."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import START, EnrolmentFactory, LegalTextFactory, LegalTextVersionFactory
from mail.models import Message
from tests.trainings.conftest import refusal
from tests.trainings.legal import hold, hold_both, said_by
from trainings.choices import LegalKind, NeedKind
from trainings.models import ConsentRecord, Enrolment, SpecialNeed
from trainings.queries.legal import consents_of, image_text_of, with_counts, with_image, withdrawable
from trainings.services import consents, legal, needs, nominations, places
from trainings.services.merging import merge_people
from trainings.services.nominations import Line
from trainings.services.tickets import ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world):
    return world.edition()


@pytest.fixture
def clerk(world):
    return world.clerk()


def enrol(edition, person, by=None, **given) -> Enrolment:
    return places.enrol(edition=edition, person=person, by=by or person, **given)[0]


# -- who enrols himself ------------------------------------------------------------------------------


def test_where_nothing_is_published_nothing_is_asked(edition, clerk):
    row = enrol(edition, clerk)
    assert (row.regulation, row.awaits_texts, said_by(clerk)) == (None, False, [])


def test_who_enrols_accepts_what_holds(world, edition, clerk):
    regulation, information = hold_both(world)
    row = enrol(edition, clerk, accepts=[regulation, information])
    assert (row.regulation_id, row.awaits_texts) == (regulation, False)
    assert said_by(clerk) == [(regulation, "given", "form"), (information, "given", "form")]
    assert Event.objects.filter(action="trainings.consent.given", actor_id=clerk.pk).count() == 2


@pytest.mark.parametrize("left_out", [0, 1])
def test_without_both_there_is_no_enrolment(world, edition, clerk, left_out):
    both = hold_both(world)
    missing = both.pop(left_out)
    refused = refusal(places.enrol, edition=edition, person=clerk, by=clerk, accepts=both)
    assert (refused.code, refused.facts["texts"]) == ("texts_not_accepted", [missing])
    assert (Enrolment.objects.count(), said_by(clerk)) == (0, [])


def test_what_was_accepted_is_not_asked_again(world, edition, clerk):
    both = hold_both(world)
    enrol(edition, clerk, accepts=both)
    again = enrol(world.edition(), clerk)
    assert (again.regulation_id, len(said_by(clerk))) == (both[0], 2)


def test_a_new_version_is_for_the_next_enrolment_and_leaves_the_first_as_it_is(world, edition, clerk):
    old = hold(world)
    first = enrol(edition, clerk, accepts=[old.pk])
    new = LegalTextVersionFactory(text=old.text)
    assert refusal(places.enrol, edition=world.edition(), person=clerk, by=clerk).facts["texts"] == [new.pk]
    second = enrol(world.edition(), clerk, accepts=[new.pk])
    first.refresh_from_db()
    assert (first.regulation_id, first.awaits_texts, second.regulation_id) == (old.pk, False, new.pk)


def test_the_version_that_was_read_is_the_one_that_is_accepted(world, edition, clerk):
    old = hold(world)
    new = LegalTextVersionFactory(text=old.text)
    assert refusal(places.enrol, edition=edition, person=clerk, by=clerk, accepts=[old.pk]).facts["texts"] == [new.pk]


def test_the_use_of_the_image_may_be_left_out_or_given_along(world, edition, clerk):
    image, other = hold(world, LegalKind.IMAGE).pk, world.clerk()
    assert said_by(enrol(edition, other).person) == []
    enrol(edition, clerk, accepts=[image])
    assert said_by(clerk) == [(image, "given", "form")]


def test_nothing_is_accepted_that_does_not_hold_there(world, edition, clerk):
    elsewhere = LegalTextVersionFactory()
    refused = refusal(places.enrol, edition=edition, person=clerk, by=clerk, accepts=[elsewhere.pk])
    assert (refused.code, Enrolment.objects.count()) == ("text_not_in_force", 0)


def test_enrolling_again_answers_with_the_first_row_and_asks_nothing(world, edition, clerk):
    row = enrol(edition, clerk, accepts=hold_both(world))
    assert enrol(edition, clerk) == row


def test_a_general_text_holds_where_the_project_has_none(edition, clerk):
    general = LegalTextVersionFactory(text=LegalTextFactory(project=None))
    assert enrol(edition, clerk, accepts=[general.pk]).regulation == general


# -- who is enrolled by somebody else ----------------------------------------------------------------


@pytest.fixture
def nominated(world, edition, clerk):
    """Enrolled by the coordinator where both texts hold; with the ids of the texts."""
    both = hold_both(world)
    return enrol(edition, clerk, by=world.coordinator, accepts=both), both


def test_nobody_accepts_for_another(nominated, clerk):
    row, _both = nominated
    assert (row.state, row.awaits_texts, row.regulation, said_by(clerk)) == ("confirmed", True, None, [])


def test_who_was_enrolled_is_written_where_to_accept(nominated, clerk):
    row, _both = nominated
    letter = Message.objects.get(template="trainings_texts")
    assert (letter.to, letter.context["path"]) == (clerk, f"/trainings/enrolments/{row.pk}/texts/")


def test_a_list_of_nominations_asks_each_person_later(world, edition, clerk):
    hold_both(world)
    rows = nominations.nominate_list(edition=edition, lines=[Line(1, clerk.email)], by=world.coordinator)
    assert [(row.awaits_texts, row.source) for row in rows] == [(True, "import")]


def test_who_accepted_before_is_not_asked_when_a_coordinator_enrols(world, edition, clerk):
    both = hold_both(world)
    enrol(edition, clerk, accepts=both)
    row = enrol(world.edition(), clerk, by=world.coordinator)
    assert (row.awaits_texts, row.regulation_id) == (False, both[0])
    assert not Message.objects.filter(template="trainings_texts").exists()


def test_the_person_accepts_afterwards(nominated, clerk):
    row, both = nominated
    assert refusal(consents.accept_texts, enrolment=row, accepts=both[:1], by=clerk).facts["texts"] == both[1:]
    row = consents.accept_texts(enrolment=row, accepts=both, by=clerk)
    assert (row.awaits_texts, row.regulation_id, row.version) == (False, both[0], 2)
    assert {how for _version, _answer, how in said_by(clerk)} == {"form"}


def test_the_organiser_records_what_was_signed(world, nominated, clerk):
    row, both = nominated
    assert not consents.accept_texts(enrolment=row, accepts=both, by=world.organiser).awaits_texts
    assert {how for _version, _answer, how in said_by(clerk)} == {"paper"}
    assert set(ConsentRecord.objects.values_list("recorded_by", flat=True)) == {world.organiser.pk}


def test_neither_coordinator_nor_stranger_accepts_for_the_person(world, nominated):
    row, both = nominated
    for by in (world.coordinator, ProjectRoleFactory(role=RoleCode.ORGANISER).user):
        refused = refusal(consents.accept_texts, enrolment=row, accepts=both, by=by)
        assert (refused.code, refused.status) == ("not_your_consent", 403)


def test_the_ticket_comes_after_the_texts(world, nominated, clerk):
    row, both = nominated
    assert refusal(ticket, enrolment=row, by=clerk).code == "texts_not_accepted"
    assert ticket(enrolment=row, by=world.organiser)
    row = consents.accept_texts(enrolment=row, accepts=both, by=clerk)
    assert ticket(enrolment=row, by=clerk)


def test_an_offer_is_taken_after_the_texts(world, clerk):
    both, edition = hold_both(world), world.edition(capacity=1)
    first = world.clerk()
    seated = enrol(edition, first, accepts=both)
    row = enrol(edition, clerk, by=world.coordinator)
    places.withdraw(enrolment=seated, by=first)
    assert refusal(places.accept_offer, enrolment=row, by=clerk).code == "texts_not_accepted"
    row = consents.accept_texts(enrolment=row, accepts=both, by=clerk)
    assert places.accept_offer(enrolment=row, by=clerk).state == "confirmed"


def test_an_edit_based_on_an_older_state_is_refused(nominated, clerk):
    row, both = nominated
    assert refusal(consents.accept_texts, enrolment=row, accepts=both, by=clerk, version=7).code == "stale"


def test_a_colleague_who_takes_the_place_is_asked(world, edition, clerk):
    row = enrol(edition, clerk, accepts=hold_both(world))
    successor = places.substitute(enrolment=row, person=world.clerk(), by=world.coordinator)
    assert (successor.awaits_texts, successor.regulation) == (True, None)


def test_on_another_date_the_regulations_stay_those_that_were_accepted(world, edition, clerk):
    old = hold(world)
    row = enrol(edition, clerk, accepts=[old.pk])
    LegalTextVersionFactory(text=old.text)
    moved = places.transfer(enrolment=row, to=world.edition(), by=world.organiser, reason="Zmiana terminu.")
    assert (moved.regulation_id, moved.awaits_texts) == (old.pk, False)


# -- at the door -------------------------------------------------------------------------------------


def test_case_22_who_walks_in_signs_at_the_door(world, edition, clerk, clock):
    both = hold_both(world)
    clock(START)
    given = {"edition": edition, "person": clerk, "city": world.town, "by": world.organiser}
    assert refusal(places.walk_in, **given).code == "texts_not_accepted"
    row = places.walk_in(**given, signed=True)
    assert (row.state, row.source, row.regulation_id) == ("confirmed", "walk_in", both[0])
    assert {how for _version, _answer, how in said_by(clerk)} == {"walk_in"}


def test_who_accepted_before_signs_nothing_at_the_door(world, edition, clerk, clock):
    both = hold_both(world)
    enrol(world.edition(), clerk, accepts=both)
    clock(START)
    row = places.walk_in(edition=edition, person=clerk, city=world.town, by=world.organiser)
    assert (row.regulation_id, len(said_by(clerk))) == (both[0], 2)


# -- consents ----------------------------------------------------------------------------------------


def test_a_consent_is_given_refused_and_withdrawn_each_on_record(world, clerk):
    image = hold(world, LegalKind.IMAGE)
    for answer in ("refused", "given", "given", "withdrawn", "withdrawn"):
        consents.answer_consent(version=image, answer=answer, by=clerk)
    assert [answer for _version, answer, _how in said_by(clerk)] == ["refused", "given", "withdrawn"]


def test_what_was_not_given_cannot_be_withdrawn(world, clerk):
    image = hold(world, LegalKind.IMAGE)
    assert refusal(consents.answer_consent, version=image, answer="withdrawn", by=clerk).code == "nothing_to_withdraw"


def test_regulations_are_no_consent(world, clerk):
    regulation = hold(world)
    for answer in ("given", "refused", "withdrawn"):
        assert refusal(consents.answer_consent, version=regulation, answer=answer, by=clerk).code == "not_a_consent"


def test_one_agrees_only_to_words_that_hold(world, clerk):
    old = hold(world, LegalKind.IMAGE)
    LegalTextVersionFactory(text=old.text)
    assert refusal(consents.answer_consent, version=old, answer="given", by=clerk).code == "text_not_in_force"


def test_a_consent_to_an_earlier_version_holds_until_it_is_withdrawn(world, edition, clerk):
    old = hold(world, LegalKind.IMAGE)
    consents.answer_consent(version=old, answer="given", by=clerk)
    new = LegalTextVersionFactory(text=old.text)
    (mine,) = [consent for consent in consents_of(clerk) if consent.version == new]
    assert (mine.stands, mine.is_older) == (True, True)
    row = consents.answer_consent(version=new, answer="withdrawn", by=clerk)
    assert row.version == old


def test_the_organiser_sees_who_withdrew_the_use_of_the_image(world, edition, clerk):
    image = hold(world, LegalKind.IMAGE)
    enrol(edition, clerk, accepts=[image.pk])
    world.enrol(edition)
    consents.answer_consent(version=image, answer="withdrawn", by=clerk)
    rows = with_image(Enrolment.objects.order_by("queue_no"), image_text_of(edition))
    assert [row.image for row in rows] == ["withdrawn", ""]
    assert [str(row.image_in_words) for row in with_image(Enrolment.objects.all(), None)] == [gettext("not asked")] * 2


def test_each_person_is_counted_by_the_last_word(world, clerk):
    image = hold(world, LegalKind.IMAGE)
    for person, answers in ((clerk, ["given", "withdrawn"]), (world.clerk(), ["given"]), (world.clerk(), ["refused"])):
        for answer in answers:
            consents.answer_consent(version=image, answer=answer, by=person)
    row = with_counts(type(image).objects.filter(pk=image.pk)).get()
    assert (row.given, row.refused, row.withdrawn) == (1, 1, 1)


# -- letters -----------------------------------------------------------------------------------------


def test_a_withdrawal_on_paper_says_who_recorded_it_and_is_written_once(world, edition, clerk):
    image = hold(world, LegalKind.IMAGE)
    row = enrol(edition, clerk, accepts=[image.pk])
    LegalTextVersionFactory(text=image.text)
    assert [consent.said.version_id for consent in withdrawable(row)] == [image.pk]
    for _again in range(2):
        said = consents.withdraw_on_paper(enrolment=row, version=image, by=world.organiser)
    assert (said.how, said.recorded_by, said.person) == ("paper", world.organiser, clerk)
    # About the words that were agreed to, not about those of today.
    assert said_by(clerk) == [(image.pk, "given", "form"), (image.pk, "withdrawn", "paper")]
    assert Event.objects.get(action="trainings.consent.withdrawn").actor == world.organiser
    assert withdrawable(row) == []


def test_a_letter_may_come_when_the_enrolment_is_over(world, edition, clerk):
    newsletter = LegalTextVersionFactory(text=LegalTextFactory(project=None, kind=LegalKind.NEWSLETTER))
    row = enrol(edition, clerk)
    consents.answer_consent(version=newsletter, answer="given", by=clerk)
    places.withdraw(enrolment=row, reason="", by=clerk)
    consents.withdraw_on_paper(enrolment=row, version=newsletter, by=world.organiser)
    assert said_by(clerk)[-1] == (newsletter.pk, "withdrawn", "paper")


def test_only_the_organiser_records_a_letter_and_only_of_somebody_else(world, edition, clerk):
    image = hold(world, LegalKind.IMAGE)
    row = enrol(edition, clerk, accepts=[image.pk])
    for by in (clerk, world.coordinator):
        refused = refusal(consents.withdraw_on_paper, enrolment=row, version=image, by=by)
        assert (refused.code, refused.status) == ("organiser_only", 403)
    own = EnrolmentFactory(edition=world.edition(), person=world.organiser, city=world.town)
    consents.answer_consent(version=image, answer="given", by=world.organiser)
    assert refusal(consents.withdraw_on_paper, enrolment=own, version=image, by=world.organiser).code == "own_consent"
    assert said_by(clerk) == [(image.pk, "given", "form")]


def test_a_letter_withdraws_what_stands_in_the_project_and_nothing_else(world, edition, clerk):
    image, regulation = hold(world, LegalKind.IMAGE), hold(world)
    row = enrol(edition, clerk, accepts=[regulation.pk])
    elsewhere = LegalTextVersionFactory()
    for version, code in (
        (image, "nothing_to_withdraw"),
        (regulation, "not_a_consent"),
        (elsewhere, "text_elsewhere"),
    ):
        assert refusal(consents.withdraw_on_paper, enrolment=row, version=version, by=world.organiser).code == code


def test_a_letter_about_needs_erases_them(world, edition, clerk):
    consent, row = hold(world, LegalKind.NEEDS), enrol(edition, clerk)
    tell(row, accepts=[consent.pk])
    consents.withdraw_on_paper(enrolment=row, version=consent, by=world.organiser)
    assert not SpecialNeed.objects.exists()
    assert Event.objects.get(action="trainings.need.erased").actor == world.organiser


# -- special needs -----------------------------------------------------------------------------------


@pytest.fixture
def needy(world, edition, clerk):
    return enrol(edition, clerk)


def tell(row, **given) -> SpecialNeed:
    return needs.tell_need(enrolment=row, kind=NeedKind.DIET, words="bez orzechów", by=row.person, **given)


def test_needs_are_kept_with_consent_where_one_is_asked(world, needy):
    consent = hold(world, LegalKind.NEEDS)
    assert refusal(tell, row=needy).code == "needs_consent"
    tell(needy, accepts=[consent.pk])
    tell(needy)
    assert said_by(needy.person) == [(consent.pk, "given", "form")]


def test_with_the_consent_the_needs_are_gone(world, needy):
    consent = hold(world, LegalKind.NEEDS)
    tell(needy, accepts=[consent.pk])
    consents.answer_consent(version=consent, answer="withdrawn", by=needy.person)
    assert not SpecialNeed.objects.exists()
    assert refusal(tell, row=needy).code == "needs_consent"


def test_of_two_accounts_that_are_one_person_the_later_answer_counts(world, clerk, clock):
    image, other = hold(world, LegalKind.IMAGE), world.clerk()
    consents.answer_consent(version=image, answer="given", by=clerk)
    clock(START)
    consents.answer_consent(version=image, answer="given", by=other)
    consents.answer_consent(version=image, answer="withdrawn", by=other)
    given = {"reason": "Ta sama osoba.", "by": AdministratorFactory().user}
    merge_people(keep=clerk, drop=other, **given)
    assert said_by(clerk)[-1] == (image.pk, "withdrawn", "form")
    assert [answer for _version, answer, _how in said_by(other)] == ["given", "withdrawn"]


# -- who sees answers --------------------------------------------------------------------------------


def test_answers_are_for_the_person_and_the_projects_organisers(world, edition, clerk):
    enrol(edition, clerk, accepts=hold_both(world))
    seen = ConsentRecord.objects.visible_to
    assert (seen(clerk).count(), seen(world.organiser).count(), seen(world.coordinator).count()) == (2, 2, 0)
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    assert seen(auditor).count() == 2
    assert seen(ProjectRoleFactory(role=RoleCode.ORGANISER).user).count() == 0


def test_publishing_asks_nobody_who_is_in(world, edition, clerk):
    row = enrol(edition, clerk)
    draft = legal.create_text(
        kind="regulation", project=world.project, title_pl="Regulamin", body_pl="Treść.", by=world.organiser
    )
    legal.publish_text(text=draft, by=world.organiser)
    row.refresh_from_db()
    assert (row.awaits_texts, row.regulation) == (False, None)
