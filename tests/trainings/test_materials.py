"""Materials: who puts them there, who finds them and from when, through the pages and the API alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import RoleCode
from accounts.models import Role
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import (
    START,
    EditionFactory,
    EnrolmentFactory,
    MaterialFactory,
    SessionFactory,
    SessionTrainerFactory,
)
from files.models import StoredFile
from kernel.time import now
from tests.files.samples import EXE, HOSTILE, JPG, PDF, office
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from tests.trainings.test_api import api_of
from trainings.choices import EditionState, EnrolmentState
from trainings.forms.materials import AddMaterialForm, ChangeMaterialForm
from trainings.models import Material
from trainings.services import erasure, materials
from trainings.services.editions import cancel_edition, change_session, remove_session
from trainings.services.merging import merge_people

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://nagrania.example.org/warsztat?klucz=abc"


@pytest.fixture
def edition(world):
    return world.edition()


@pytest.fixture
def trainer(edition):
    return SessionTrainerFactory(session=edition.sessions.get()).user


@pytest.fixture
def participant(world, edition):
    return EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town).person


def upload(content: bytes = PDF, name: str = "slajdy.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(edition, by, **given) -> Material:
    what = {} if given.get("link") else {"upload": upload()}
    return materials.add_material(**{"edition": edition, "title": "Slajdy", "by": by, **what, **given})


def change(material, by, **given) -> Material:
    same = {"title": material.title, "session": material.session, "shown_from": material.shown_from}
    return materials.change_material(**{"material": material, "by": by, **same, **given})


def sees(user, material) -> tuple[bool, int]:
    """Whether the user finds it, and what the one gate to its file answers: the same."""
    found = Material.objects.visible_to(user).filter(pk=material.pk).exists()
    return found, signed_in(user).get(reverse("files:file", args=[material.file_id])).status_code


YES, NO = (True, 200), (False, 404)


# -- adding ----------------------------------------------------------------------------------------


def test_a_trainer_adds_a_file_that_people_with_a_place_find_at_once(edition, trainer, participant):
    row = add(edition, trainer, title=" Slajdy ")
    assert (row.title, row.file_type, row.file.kind, row.link) == ("Slajdy", "PDF", "trainings.material", "")
    assert (row.shown_from, row.added_at, row.added_by) == (now(), now(), trainer)
    event = Event.objects.get(action="trainings.material.added")
    assert (event.after["name"], event.after["sha256"]) == ("slajdy.pdf", row.file.sha256)
    assert sees(participant, row) == YES


def test_a_link_stands_in_place_of_a_file(world, edition):
    row = add(edition, world.organiser, link=f" {LINK} ".replace("https", "HTTPS"))
    assert (row.link, row.host, row.file, row.file_type) == (LINK, "nagrania.example.org", None, "")


@pytest.mark.parametrize("given", [{"upload": None}, {"upload": upload(), "link": LINK}], ids=["neither", "both"])
def test_it_is_a_file_or_a_link(edition, trainer, given):
    assert refusal(add, edition=edition, by=trainer, **given).code == "file_or_link"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org/film",
        "ftp://example.org/film",
        "javascript:alert(1)",
        "//example.org/film",
        "example.org/film",
        "https://",
        "https:///film",
        "https://ewa:haslo@example.org/film",
        "https://ewa@example.org/film",
        "https://@example.org/film",
        "https://dobry.example.org\\@zly.example.org/",
        "https://example.org/a b",
        "https://example.org/\nfilm",
        "https://[::1/film",
        f"https://example.org/{'x' * 1000}",
    ],
)
def test_a_link_is_a_whole_https_address_that_carries_no_password(edition, trainer, link):
    assert refusal(add, edition=edition, by=trainer, upload=None, link=link).code == "link_invalid"


def test_it_has_a_title_and_a_session_of_this_training(edition, trainer):
    assert refusal(add, edition=edition, by=trainer, title="  ").code == "title_missing"
    elsewhere = EditionFactory().sessions.get()
    assert refusal(add, edition=edition, by=trainer, session=elsewhere).code == "not_of_edition"
    assert add(edition, trainer, session=edition.sessions.get()).session == edition.sessions.get()
    assert (Material.objects.count(), StoredFile.objects.count()) == (1, 1)


HOSTILE_HERE = {
    **{name: code for name, (_content, code) in HOSTILE.items() if not name.endswith((".xml", ".eml", ".p7m"))},
    **dict.fromkeys([name for name in HOSTILE if name.endswith((".xml", ".eml", ".p7m"))], "file_type"),
}


@pytest.mark.parametrize("name", HOSTILE_HERE)
def test_what_is_not_what_it_claims_is_refused_and_leaves_nothing(edition, trainer, name):
    refused = refusal(add, edition=edition, by=trainer, upload=upload(HOSTILE[name][0], name))
    assert (refused.code, refused.status, refused.field) == (HOSTILE_HERE[name], 415, "file")
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(("name", "code"), [("archiwum.zip", "file_type"), ("pismo.docx", None), ("plan.JPG", None)])
def test_documents_and_pictures_are_taken_and_archives_are_not(edition, trainer, name, code):
    content = JPG if name.endswith("JPG") else office("docx")
    if code:
        assert refusal(add, edition=edition, by=trainer, upload=upload(content, name)).code == code
    else:
        assert add(edition, trainer, upload=upload(content, name)).file_type == name.rpartition(".")[2].upper()


def test_the_database_holds_neither_both_nor_none_nor_a_plain_link(edition, trainer):
    file = MaterialFactory().file
    for wrong in ({"file": None, "link": ""}, {"file": file, "link": LINK}, {"file": None, "link": "http://a.pl"}):
        with pytest.raises(IntegrityError, match="material_is_a_file_or_a_link"), transaction.atomic():
            MaterialFactory(edition=edition, added_by=trainer, **wrong)
    with pytest.raises(IntegrityError, match="material_has_a_title"), transaction.atomic():
        MaterialFactory(edition=edition, added_by=trainer, title="")


# -- who may ---------------------------------------------------------------------------------------


def end_role(user) -> None:
    """As if it had ended yesterday."""
    Role.objects.filter(user=user, role=RoleCode.TRAINER).update(valid_to=now().date())
    vars(user).pop("roles_now", None)


def test_only_who_teaches_or_organises_it_adds(world, edition, trainer, participant, stranger):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    other_trainer = SessionTrainerFactory(session=world.edition().sessions.get()).user
    other_organiser = ProjectRoleFactory(role=RoleCode.ORGANISER).user
    for user in (manager, participant, world.coordinator, stranger, other_trainer, other_organiser):
        refused = refusal(add, edition=edition, by=user)
        assert (refused.code, refused.status) == ("materials_for_trainers", 403)
    assert add(edition, trainer)
    assert add(edition, world.organiser)


def test_a_trainer_changes_his_own_and_an_organiser_everything(world, edition, trainer):
    colleague = SessionTrainerFactory(session=edition.sessions.get()).user
    his, hers, theirs = add(edition, trainer), add(edition, colleague), add(edition, world.organiser)
    for row in (hers, theirs):
        assert refusal(change, material=row, by=trainer).code == "not_your_material"
        assert refusal(materials.remove_material, material=row, by=trainer).code == "not_your_material"
    assert change(his, trainer, title="Nowe").title == "Nowe"
    for row in (his, hers):
        materials.remove_material(material=row, by=world.organiser)
    assert [row.pk for row in Material.objects.all()] == [theirs.pk]


def test_a_trainer_of_yesterday_adds_and_changes_nothing_and_reads_nothing(edition, trainer):
    row = add(edition, trainer)
    end_role(trainer)
    assert refusal(add, edition=edition, by=trainer).code == "materials_for_trainers"
    assert refusal(change, material=row, by=trainer).code == "not_your_material"
    assert refusal(materials.remove_material, material=row, by=trainer).code == "not_your_material"
    assert sees(trainer, row) == NO


def test_nothing_changes_in_a_training_that_was_cancelled(world, edition, trainer, participant):
    row = add(edition, trainer)
    cancel_edition(edition=edition, reason="Awaria.", by=world.organiser)
    for call in (add, change, materials.remove_material):
        thing = {"edition": edition} if call is add else {"material": row}
        assert refusal(call, **thing, by=world.organiser).code == "edition_cancelled"
    assert (sees(participant, row), sees(world.organiser, row)) == (NO, YES)
    page = html(signed_in(world.organiser), "edition-materials", edition.pk)
    assert [url(name, row.pk) in page for name in ("material-change", "material-remove")] == [False, False]
    assert url("material-add", edition.pk) not in page


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.COMPLETED, EditionState.SETTLED])
def test_they_come_and_go_before_it_is_published_and_after_it_is_settled(edition, trainer, state):
    type(edition).objects.update(state=state)
    row = change(add(edition, trainer), trainer, title="Nagranie")
    materials.remove_material(material=row, by=trainer)
    assert not Material.objects.exists()


# -- who finds them --------------------------------------------------------------------------------


def test_people_with_a_place_find_it_from_its_moment_on_and_for_ever(world, edition, trainer, participant, clock):
    row = add(edition, trainer, shown_from=START)
    assert (sees(participant, row), sees(trainer, row), sees(world.organiser, row)) == (NO, YES, YES)
    clock(START - timedelta(seconds=1))
    assert sees(participant, row) == NO
    clock(START)
    assert sees(participant, row) == YES
    clock(START + 400 * DAY)
    assert sees(participant, row) == YES


@pytest.mark.parametrize("state", [state for state in EnrolmentState if state != EnrolmentState.CONFIRMED])
def test_without_a_confirmed_place_nobody_finds_it(world, edition, trainer, state):
    person = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town, state=state).person
    row = add(edition, trainer)
    assert sees(person, row) == NO
    assert signed_in(person).get(url("edition-materials", edition.pk)).status_code == 403


def test_who_sees_the_roster_reads_it_and_a_coordinator_without_a_place_does_not(
    world, edition, trainer, participant, stranger
):
    row = add(edition, trainer, shown_from=START)
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    assert [sees(user, row) for user in (manager, auditor)] == [YES, YES]
    clerk_elsewhere = EnrolmentFactory(person=world.clerk()).person
    for user in (world.coordinator, stranger, clerk_elsewhere):
        assert sees(user, row) == NO
    EnrolmentFactory(edition=edition, person=world.coordinator, city=world.town)
    assert sees(world.coordinator, row) == NO  # not shown yet
    assert sees(world.coordinator, add(edition, trainer)) == YES


def test_nobody_who_is_not_signed_in_gets_a_file(client, edition, trainer):
    row = add(edition, trainer)
    assert client.get(reverse("files:file", args=[row.file_id])).status_code == 302


# -- changing, moving, removing --------------------------------------------------------------------


def test_a_change_is_on_record_and_one_made_on_an_old_state_is_refused(edition, trainer):
    row = add(edition, trainer)
    changed = change(row, trainer, title="Slajdy, poprawione", session=edition.sessions.get(), version=1)
    assert (changed.version, changed.session) == (2, edition.sessions.get())
    event = Event.objects.get(action="trainings.material.changed")
    assert event.before == {"title": "Slajdy", "session": None}
    assert event.after == {"title": "Slajdy, poprawione", "session": edition.sessions.get().pk}
    refused = refusal(change, material=row, by=trainer, title="Inne", version=1)
    assert (refused.code, refused.facts["changed"]) == ("stale", ["session", "title"])


def test_what_is_removed_takes_its_file_along_and_the_record_keeps_what_it_was(edition, trainer):
    row = add(edition, trainer)
    file = row.file
    materials.remove_material(material=row, by=trainer)
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)
    before = Event.objects.get(action="trainings.material.removed").before
    assert (before["title"], before["name"], before["sha256"]) == ("Slajdy", "slajdy.pdf", file.sha256)
    assert refusal(materials.remove_material, material=row, by=trainer).code == "material_gone"


def test_a_file_that_something_else_points_to_stays(edition, trainer):
    row = add(edition, trainer)
    other = MaterialFactory(file=row.file)
    materials.remove_material(material=row, by=trainer)
    assert [kept.pk for kept in Material.objects.all()] == [other.pk]
    assert StoredFile.objects.filter(pk=other.file_id).exists()
    assert not Event.objects.filter(action="files.file.forgotten").exists()


def test_a_file_cannot_be_forgotten_under_its_material(edition, trainer):
    with pytest.raises(ProtectedError):
        add(edition, trainer).file.delete()


def test_what_is_shown_when_the_training_starts_moves_with_the_start(world, edition, trainer, clock):
    at_start, fixed = add(edition, trainer, shown_from=START), add(edition, trainer, shown_from=START + HOUR)
    session = edition.sessions.get()
    given = {"breaks_min": 60, "by": world.organiser}
    change_session(session=session, starts_at=START + 2 * HOUR, ends_at=START + 9 * HOUR, **given)
    for row in (at_start, fixed):
        row.refresh_from_db()
    assert (at_start.shown_from, at_start.version) == (START + 2 * HOUR, 2)
    assert (fixed.shown_from, fixed.version) == (START + HOUR, 1)
    assert Event.objects.filter(action="trainings.material.moved").count() == 1


def test_what_is_shown_already_is_not_hidden_again(edition, trainer, clock):
    row = add(edition, trainer, shown_from=START)
    clock(START + HOUR)
    edition.starts_at = START + 3 * DAY
    materials.follow_start(edition, starts_at=START, by=None)
    row.refresh_from_db()
    assert row.shown_from == START


def test_of_a_session_that_leaves_the_draft_the_material_stays(world, trainer):
    draft = world.edition(state=EditionState.DRAFT)
    second = SessionFactory(edition=draft, starts_at=START + DAY)
    row = add(draft, world.organiser, session=second)
    remove_session(session=second, by=world.organiser)
    row.refresh_from_db()
    assert (row.session, row.edition) == (None, draft)


def test_whoever_had_two_accounts_goes_on_changing_what_the_other_one_added(world, edition, trainer):
    row = add(edition, trainer)
    keep = SessionTrainerFactory(session=edition.sessions.get()).user
    administrator = AdministratorFactory().user
    merge_people(keep=keep, drop=trainer, reason="Telefon.", by=administrator)
    row.refresh_from_db()
    assert row.added_by == keep
    assert change(row, keep, title="Moje").title == "Moje"
    assert Event.objects.get(action="trainings.people.merged").after["materials"] == 1
    assert Event.objects.get(action="trainings.material.added").actor_id == trainer.pk


def test_what_a_trainer_gave_to_the_training_outlives_a_request_to_be_forgotten(edition, trainer):
    row = add(edition, trainer)
    erasure.erase_person(person=trainer, reason="List.", by=AdministratorFactory().user)
    row.refresh_from_db()
    assert (row.added_by, sees(trainer, row)) == (trainer, YES)


# -- the pages -------------------------------------------------------------------------------------


def test_a_trainer_comes_from_his_sessions_and_adds_on_the_page(edition, trainer, participant):
    page = signed_in(trainer)
    assert url("edition-materials", edition.pk) in html(page, "sessions")
    assert "Add a presentation" in html(page, "edition-materials", edition.pk)
    assert "when the training starts" in html(page, "material-add", edition.pk)
    given = {"title": "Slajdy", "file": upload(), "when": "start", "session": edition.sessions.get().pk}
    assert page.post(url("material-add", edition.pk), given).status_code == 302
    row = Material.objects.get()
    assert (row.shown_from, row.session, row.added_by) == (START, edition.sessions.get(), trainer)
    shown = html(page, "edition-materials", edition.pk)
    assert "PDF" in shown
    assert url("material-change", row.pk) in shown
    assert page.post(url("material-remove", row.pk)).status_code == 302
    assert not Material.objects.exists()


def test_a_second_click_adds_nothing(edition, trainer):
    page = signed_in(trainer)
    for _ in range(2):
        given = {"title": "Film", "link": LINK, "when": "now", "once": "raz"}
        assert page.post(url("material-add", edition.pk), given).status_code == 302
    assert Material.objects.count() == 1


def test_a_program_called_pdf_is_refused_in_words_on_the_page_and_in_the_api(edition, trainer):
    given = {"title": "Slajdy", "file": upload(EXE, "slajdy.pdf"), "when": "now"}
    answer = signed_in(trainer).post(url("material-add", edition.pk), given)
    assert answer.status_code == 415
    assert "The content of this file is not what its name says (PDF)." in answer.content.decode()
    body = {"edition": edition.pk, "title": "Slajdy", "file": upload(EXE, "slajdy.pdf")}
    refused = api_of(trainer).post("/api/v1/materials/", body, format="multipart")
    assert (refused.status_code, refused.json()["code"]) == (415, "file_content")
    assert refused["Content-Type"] == "application/problem+json"


def test_the_moment_is_asked_only_where_it_is_chosen(edition, trainer):
    page = signed_in(trainer)
    given = {"title": "Film", "link": LINK, "when": "later"}
    answer = page.post(url("material-add", edition.pk), given)
    assert (answer.status_code, "Give the day and hour." in answer.content.decode()) == (422, True)
    page.post(url("material-add", edition.pk), {**given, "shown_from": "2026-10-06T08:30"})
    assert Material.objects.get().shown_from.isoformat() == "2026-10-06T06:30:00+00:00"


def test_changing_the_title_leaves_the_moment_to_the_second(edition, trainer, clock):
    clock(ENROLMENT_OPEN + timedelta(seconds=17, microseconds=5))
    row = add(edition, trainer)
    form = {"title": "Nowy tytuł", "when": "kept", "version": row.version}
    assert signed_in(trainer).post(url("material-change", row.pk), form).status_code == 302
    changed = Material.objects.get()
    assert (changed.title, changed.shown_from) == ("Nowy tytuł", row.shown_from)


def test_the_form_offers_the_moments_that_are_still_to_come(edition, trainer, clock):
    def offered(form) -> list[str]:
        return [key for key, _label in form.fields["when"].choices]

    hidden = add(edition, trainer, shown_from=START + DAY)
    assert offered(AddMaterialForm(edition=edition)) == ["now", "start", "later"]
    assert offered(ChangeMaterialForm(edition=edition, material=hidden)) == ["kept", "now", "start", "later"]
    clock(START + 2 * DAY)
    assert offered(AddMaterialForm(edition=edition)) == ["now", "later"]
    assert offered(ChangeMaterialForm(edition=edition, material=hidden)) == ["kept", "later"]


def test_my_trainings_and_my_enrolment_list_what_is_shown_with_type_and_size(edition, trainer, participant):
    page = signed_in(participant)
    enrolment = participant.enrolments.get()
    assert "no materials yet" in html(page, "enrolments")
    assert "No materials yet." in html(page, "enrolment", enrolment.pk)
    shown = add(edition, trainer, title="Slajdy z zajęć", session=edition.sessions.get())
    add(edition, trainer, title="Nagranie", link=LINK)
    hidden = add(edition, trainer, title="Rozwiązania", shown_from=START)
    for text in (html(page, "enrolments"), html(page, "enrolment", enrolment.pk), _materials_of(page, edition)):
        assert reverse("files:file", args=[shown.file_id]) in text
        assert f"{shown.file.size}\xa0bytes" in text
        assert "PDF" in text
        assert f'href="{LINK}" rel="noopener noreferrer"' in text
        assert "link to nagrania.example.org" in text
        assert (hidden.title in text, str(hidden.file_id) in text) == (False, False)


def _materials_of(page, edition) -> str:
    return html(page, "edition-materials", edition.pk)


def test_a_long_list_is_cut_where_it_stands_beside_other_things(edition, trainer, participant):
    for number in range(12):
        add(edition, trainer, title=f"Część {number}", link=LINK)
    page = signed_in(participant)
    assert [html(page, "enrolments").count(LINK), html(page, "enrolments").count("#materials")] == [3, 1]
    text = html(page, "enrolment", participant.enrolments.get().pk)
    assert (text.count(LINK), url("edition-materials", edition.pk) in text) == (10, True)


def test_materials_of_others_are_not_beside_their_places(world, edition, trainer, participant):
    add(edition, trainer, link=LINK)
    enrolment = participant.enrolments.get()
    for reader in (world.coordinator, world.organiser):
        page = signed_in(reader)
        assert LINK not in html(page, "enrolments", whose="all")
        assert LINK not in html(page, "enrolment", enrolment.pk)


def test_the_list_is_filtered_and_sorted(edition, trainer, clock):
    first = add(edition, trainer, title="Zadania")
    clock(ENROLMENT_OPEN + HOUR)
    second = add(edition, trainer, title="Film", link=LINK)
    page = signed_in(trainer)
    for query, found in [
        ({}, [second, first]),
        ({"q": "slajdy.PDF"}, [first]),
        ({"kind": "link"}, [second]),
        ({"kind": "file"}, [first]),
        ({"sort": "title"}, [second, first]),
        ({"sort": "-title"}, [first, second]),
        ({"sort": "shown"}, [first, second]),
    ]:
        assert listed(page, "edition-materials", edition.pk, **query) == [row.pk for row in found]


@pytest.mark.parametrize("name", ["enrolments", "edition-materials", "edition-roster", "sessions"])
def test_more_materials_and_more_trainings_cost_no_more_questions(world, trainer, edition, participant, name):
    reader = signed_in(participant if name in {"enrolments", "edition-materials"} else trainer)
    pk = [edition.pk] if name.startswith("edition") else []
    asked = []
    for _ in range(2):
        for training in (edition, world.edition()):
            if training != edition:
                EnrolmentFactory(edition=training, person=participant, city=world.town)
                SessionTrainerFactory(session=training.sessions.get(), user=trainer)
            MaterialFactory(edition=training)
            MaterialFactory(edition=training, session=training.sessions.get(), file=None, link=LINK)
        with CaptureQueriesContext(connection) as queries:
            html(reader, name, *pk)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= (9 if name == "edition-roster" else 8)


# -- the API ---------------------------------------------------------------------------------------


def test_a_program_adds_changes_and_removes(edition, trainer, participant):
    api, session = api_of(trainer), edition.sessions.get()
    body = {"edition": edition.pk, "session": session.pk, "title": "Slajdy", "file": upload()}
    made = api.post("/api/v1/materials/", body, format="multipart")
    row = Material.objects.get()
    told = made.json()
    assert (made.status_code, made["ETag"]) == (201, row.etag)
    assert (told["name"], told["size"], told["content_type"]) == ("slajdy.pdf", len(PDF), "application/pdf")
    assert (told["file"], told["link"], told["session"]) == (str(row.file_id), "", session.pk)
    path = f"/api/v1/materials/{row.pk}/"
    late = {"shown_from": "2026-10-05T09:00:00+02:00"}
    assert api.patch(path, late, format="json").json()["code"] == "if_match_required"
    changed = api.patch(path, late, format="json", headers={"If-Match": row.etag})
    assert (changed.json()["title"], changed.json()["shown_from"]) == ("Slajdy", "2026-10-05T09:00:00+02:00")
    assert api.patch(path, late, format="json", headers={"If-Match": row.etag}).json()["code"] == "stale"
    assert api_of(participant).get(path).status_code == 404
    assert api_of(participant).delete(path).status_code == 404
    assert api.delete(path).status_code == 204
    assert not Material.objects.exists()


def test_a_link_comes_as_json_and_a_second_try_with_its_key_adds_nothing(edition, trainer, participant):
    body = {"edition": edition.pk, "title": "Nagranie", "link": LINK}
    answers = [
        api_of(trainer).post("/api/v1/materials/", body, format="json", headers={"Idempotency-Key": "raz"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["name"], answers[0].json()["size"], answers[0].json()["file"]) == (None, None, None)
    found = api_of(participant).get("/api/v1/materials/").json()["results"]
    assert [row["link"] for row in found] == [LINK]


def test_the_api_narrows_by_edition_and_session(world, edition, trainer, participant):
    session = edition.sessions.get()
    whole, part = add(edition, trainer, link=LINK), add(edition, trainer, link=LINK, session=session)
    other = MaterialFactory(edition=EnrolmentFactory(edition=world.edition(), person=participant).edition)
    api = api_of(participant)

    def found(query: str) -> set[int]:
        return {row["id"] for row in api.get(f"/api/v1/materials/{query}").json()["results"]}

    assert found("") == {whole.pk, part.pk, other.pk}
    assert found(f"?edition={edition.pk}") == {whole.pk, part.pk}
    assert found(f"?session={session.pk}") == {part.pk}
    assert api.get("/api/v1/materials/?title=x").status_code == 400


def test_a_program_without_the_right_is_told_so_before_its_body_is_read(edition, participant):
    answer = api_of(participant).post("/api/v1/materials/", {"edition": edition.pk}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "materials_for_trainers")
