"""What somebody who may would send: for each door that takes input, a body that is accepted.

A body is made for a side of the world, so that the same one with foreign ids can be tried, and for the column that
sends it: some forms ask different people different things. Versions and If-Match are added by whoever sends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.api.texts import UNTOUCHED
from accounts.models import User
from kernel.time import local_day
from tests.access.world import PDF, Side, Town
from trainings.services.nominations import Line, check

Body = dict[str, Any]
TOWN_OF = {"c2": 1}
"""The column that comes from the second town; everybody else speaks of the first."""

BODIES: dict[str, Callable[[Side, str], Body]] = {}
"""By the name of the address, and the method where there are two."""

NAMES_THINGS: set[str] = set()
"""Those whose bodies name things by their ids."""


def body_of(*names: str) -> Callable[[Callable[[Side, str], Body]], Callable[[Side, str], Body]]:
    """Register the function below as what makes the body of these doors."""

    def register(make: Callable[[Side, str], Body]) -> Callable[[Side, str], Body]:
        for name in names:
            assert name not in BODIES
            BODIES[name] = make
            NAMES_THINGS.add(name)
        return make

    return register


def constant(*names: str, **values: Any) -> None:
    """Register a body that names nothing of the world."""
    body_of(*names)(lambda side, column: dict(values))
    NAMES_THINGS.difference_update(names)


def _town(side: Side, column: str) -> Town:
    return side.towns[TOWN_OF.get(column, 0)]


def file_of(words: str, name: str = "umowa.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


REASON = {"reason": "Tak postanowiono."}

# -- the ground floor ------------------------------------------------------------------------------

NGO = {"kind": "ngo", "name": "Nowe Stowarzyszenie", "country": "PL"}
constant("accounts:organisation-register", "api:organisation-list", **NGO)
constant("accounts:organisation-admit", "api:organisation-admit", since="2026-01-01", source="Uchwała 1")
constant("accounts:organisation-leave", "api:organisation-leave", on="2026-10-01", **REASON)


@body_of("accounts:organisation-change")
def _(side: Side, column: str) -> Body:
    body = side.towns[0].body
    same = {name: getattr(body, name) for name in ("name", "voivodeship", "county", "country")}
    return {**same, "name_en": "Castle town", "nip": ""}


constant("api:organisation-detail PATCH", name_en="Castle town")


WORDS = {"subject": "Masz miejsce: {{ title }}", "body": "Zapraszamy. {{ link }}"}
constant("accounts:text-change", "accounts:text-preview", **WORDS, version=0)
constant("api:message-text-detail PUT", "api:message-text-preview", **WORDS)


@body_of("accounts:messages-change", "trainings:outbox-change")
def _(side: Side, column: str) -> Body:
    return {"act": "hold", "message": side.things.letter.pk, "back": ""}


NAMES_THINGS.discard("accounts:messages-change")
# Administrators read the messages of everybody.


@body_of("accounts:role-grant")
def _(side: Side, column: str) -> Body:
    town = side.towns[0]
    # Administrators type a name or a code, coordinators choose from their towns.
    return {"role": "approver", "organisation": town.body.name if column == "am" else town.body.pk, **REASON}


@body_of("api:role-list")
def _(side: Side, column: str) -> Body:
    town = side.towns[0]
    return {"user": town.clerk.pk, "role": "approver", "organisation": town.body.pk}


constant("accounts:role-end", "api:role-end", **REASON)
constant(
    "accounts:person-deactivate",
    "accounts:person-reactivate",
    "api:person-deactivate",
    "api:person-reactivate",
    **REASON,
)


@body_of("accounts:invitation-send")
def _(side: Side, column: str) -> Body:
    return {**_invited(side), "organisation": side.towns[0].body.name if column == "am" else side.towns[0].body.pk}


@body_of("api:invitation-list")
def _(side: Side, column: str) -> Body:
    return {**_invited(side), "organisation": side.towns[0].body.pk}


def _invited(side: Side) -> Body:
    return {
        "email": "nowa@example.org",
        "first_name": "Nowa",
        "last_name": "Osoba",
        "language": "pl",
        "role": "clerk",
    }


constant("accounts:invitation-accept", first_name="Nowa", last_name="Osoba", password="siedem-zielonych-parasoli")
ME = {"first_name": "Ewa", "last_name": "Nowa", "phone": "", "language": "pl", "sex": ""}
constant("accounts:profile", "api:account-me PATCH", **ME)
constant("accounts:token-issue", "api:token-list", name="kopia", days=30)

# -- grants ----------------------------------------------------------------------------------------

PERIOD = {"starts_on": "2027-07-01", "ends_on": "2027-12-31", "due_on": "2028-01-31"}
constant("grants:period-plan", **PERIOD)
constant("grants:indicator-target", "api:indicator-target", target="120.00", **REASON)


@body_of("api:period-list")
def _(side: Side, column: str) -> Body:
    return {"project": side.things.project.pk, **PERIOD}


# -- retention -------------------------------------------------------------------------------------

RULE = {"number": 20, "basis": "Umowa, par. 9"}
constant("retention:rule-change", "api:retention-rule-detail PUT", **RULE)


@body_of("api:retention-rule-list")
def _(side: Side, column: str) -> Body:
    project = {"project": None if column == "am" else side.things.project.pk}
    return {"matter": "trainings.needs", **project, **RULE}


@body_of("retention:rule-set")
def _(side: Side, column: str) -> Body:
    return {**RULE} if column == "am" else {"project": side.things.project.pk, **RULE}


@body_of("retention:run")
def _(side: Side, column: str) -> Body:
    return {**REASON} if column == "am" else {"project": side.things.project.pk, **REASON}


@body_of("api:retention-run-list")
def _(side: Side, column: str) -> Body:
    if column == "am":
        return {"matter": "trainings.people", "project": None, **REASON}
    return {"matter": "trainings.evidence", "project": side.things.project_over.pk, **REASON}


# -- partnerships ----------------------------------------------------------------------------------

NAMES = {"name_pl": "Nowe partnerstwo", "name_en": "New partnership", "legal_form": "none"}


@body_of("partnerships:partnership-create", "api:partnership-list")
def _(side: Side, column: str) -> Body:
    things = side.things
    ids = {"project": things.project.pk, "coordinator": things.keeper.pk}
    return {"code": "LP-NOWE", "kind": "eea_local", **NAMES, **ids}


constant(
    "partnerships:partnership-change",
    "api:partnership-detail PUT",
    **NAMES,
    stage="agreement",
    founded_on="2026-03-01",
)
constant("partnerships:partnership-move", "api:partnership-move", state="abandoned", **REASON)


@body_of("partnerships:partnership-appoint", "api:partnership-appoint")
def _(side: Side, column: str) -> Body:
    return {"coordinator": side.things.keeper.pk}


@body_of("partnerships:member-add")
def _(side: Side, column: str) -> Body:
    return {"organisation": side.things.body.pk, "role": "observer", "joined_on": "2026-09-01"}


@body_of("api:partnership-member-list")
def _(side: Side, column: str) -> Body:
    return {**BODIES["partnerships:member-add"](side, column), "partnership": side.things.partnership.pk}


constant("partnerships:member-accept", "api:partnership-member-accept", joined_on="2026-09-01")
constant("partnerships:member-end", "api:partnership-member-end", left_on="2026-09-10", **REASON)
PAPER = {"title": "Protokół", "confidentiality": "partnership"}
constant("partnerships:document-create", kind="minutes", **PAPER)
constant("partnerships:document-change", "api:document-detail PUT", **PAPER)
constant("partnerships:document-sign", "api:document-sign", signed_on="2026-09-01")
constant("partnerships:document-withdraw", "api:document-withdraw", **REASON)
constant("partnerships:upload-place", "api:pending-upload-place", based_on=1, note="Po uwagach")


@body_of("api:document-list")
def _(side: Side, column: str) -> Body:
    return {"partnership": side.things.partnership.pk, "kind": "minutes", **PAPER}


@body_of("partnerships:document-upload")
def _(side: Side, column: str) -> Body:
    return {"file": file_of("Wersja druga."), "based_on": 1, "note": ""}


@body_of("api:document-version-list")
def _(side: Side, column: str) -> Body:
    return {"document": side.things.document.pk, "file": file_of("Wersja druga."), "based_on": 1}


# -- trainings -------------------------------------------------------------------------------------

COURSE = {"title_pl": "Nowe szkolenie", "title_en": "", "goals": "", "threshold_percent": 80}
EDITION = {
    "mode": "online",
    "venue": "",
    "opens_at": "2026-09-20T08:00",
    "closes_at": "2026-10-01T08:00",
    "withdraw_until": "2026-10-01T08:00",
    "offer_hours": 48,
    "last_offer_hours_before": 24,
    "waitlist_enabled": True,
    "selection": "first_come",
    "approval_steps": 0,
}
SESSION = {"starts_at": "2026-11-10T09:00", "ends_at": "2026-11-10T12:00", "breaks_min": 15, "venue": ""}
constant("trainings:course-change", "api:course-detail PUT", **COURSE)
constant("trainings:edition-create", code="ED-NOWA", capacity=10, **EDITION)
constant("trainings:edition-change", "api:edition-detail PUT", **EDITION)
constant("trainings:edition-capacity", "api:edition-capacity", capacity=25, **REASON)
constant(
    "trainings:edition-cancel",
    "api:edition-cancel",
    "trainings:enrolment-withdraw",
    "api:enrolment-withdraw",
    "trainings:enrolment-promote",
    "api:enrolment-promote",
    **REASON,
)
constant("trainings:session-create", **SESSION)
constant("trainings:session-change", "api:session-detail PUT", "api:session-preview", **SESSION)
constant("trainings:session-cancel", "api:session-cancel", **REASON)
constant("trainings:session-repeat", "api:session-repeat", weeks=2)
constant(
    "trainings:approval-approve",
    "trainings:approval-decline",
    "api:approval-approve",
    "api:approval-decline",
    comment="Tak postanowiono.",
)


constant("trainings:enrolment-cancel", "api:enrolment-cancel", **REASON)
constant("trainings:enrolment-kind", "api:enrolment-kind", place_kind="online")


@body_of("trainings:edition-allocations", "api:edition-allocate")
def _(side: Side, column: str) -> Body:
    return {"city": side.towns[0].body.pk, "seats": 2, "release_at": "2026-10-01T08:00"}


@body_of("trainings:enrolment-transfer", "api:enrolment-transfer")
def _(side: Side, column: str) -> Body:
    return {"to": side.things.edition_other.pk, **REASON}


@body_of("trainings:enrolment-substitute", "api:enrolment-substitute")
def _(side: Side, column: str) -> Body:
    return {"person": side.towns[0].approver.pk}


@body_of("trainings:selection")
def _(side: Side, column: str) -> Body:
    row = side.things.candidate
    return {f"rank_{row.pk}": 1, f"choice_{row.pk}": "confirm"}


@body_of("api:selection-detail PUT")
def _(side: Side, column: str) -> Body:
    return {"decisions": [{"enrolment": side.things.candidate.pk, "choice": "confirm"}]}


@body_of("api:selection-list")
def _(side: Side, column: str) -> Body:
    return {"edition": side.things.edition_to_rank.pk}


@body_of("trainings:approvals-approve", "trainings:approvals-decline")
def _(side: Side, column: str) -> Body:
    return {"approval": [side.things.approval.pk], "comment": "Tak postanowiono."}


@body_of("api:approval-approve-several", "api:approval-decline-several")
def _(side: Side, column: str) -> Body:
    return {"approvals": [side.things.approval.pk], "comment": "Tak postanowiono."}


@body_of("trainings:roster-several")
def _(side: Side, column: str) -> Body:
    row = side.things.waiting
    return {"act": "cancel", "enrolment": [row.pk], f"version_{row.pk}": row.version, **REASON}


@body_of("api:edition-several")
def _(side: Side, column: str) -> Body:
    row = side.things.waiting
    return {"act": "cancel", "rows": [{"enrolment": row.pk, "version": row.version}], **REASON}


@body_of("trainings:roster-write")
def _(side: Side, column: str) -> Body:
    return {"enrolment": [side.things.waiting.pk], "subject": "Zmiana sali", "text": "Spotykamy się w sali 14."}


@body_of("api:edition-write")
def _(side: Side, column: str) -> Body:
    return {"enrolments": [side.things.waiting.pk], "subject": "Zmiana sali", "text": "Spotykamy się w sali 14."}


@body_of("trainings:course-create", "api:course-list")
def _(side: Side, column: str) -> Body:
    return {"project": side.things.project.pk, "code": "SZK-NOWE", **COURSE}


@body_of("api:edition-list")
def _(side: Side, column: str) -> Body:
    return {"course": side.things.course.pk, "code": "ED-NOWA", "capacity": 10, **EDITION}


@body_of("api:session-list")
def _(side: Side, column: str) -> Body:
    return {"edition": side.things.edition_draft.pk, **SESSION}


@body_of("trainings:session-trainers", "api:session-assign", "api:session-unassign")
def _(side: Side, column: str) -> Body:
    return {"user": side.things.trainer.pk}


@body_of("trainings:edition-enrol")
def _(side: Side, column: str) -> Body:
    return {"city": _town(side, column).body.pk, "post": "inspektor"}


@body_of("trainings:edition-enrol-other")
def _(side: Side, column: str) -> Body:
    town = _town(side, column)
    person = town.approver
    # A coordinator chooses a colleague, an organiser types the address.
    return {"who": f"{person.pk}-{town.body.pk}", "email": person.email, "city": town.body.pk, **REASON}


@body_of("api:enrolment-list")
def _(side: Side, column: str) -> Body:
    town = _town(side, column)
    body = {"edition": side.things.edition.pk, "city": town.body.pk, **REASON}
    return body if column in {"c1", "c2", "ap"} else {**body, "person": town.approver.pk}


@body_of("trainings:session-attendance")
def _(side: Side, column: str) -> Body:
    old, new = side.things.attendance, side.things.enrolment_new
    return {
        f"minutes_{old.enrolment_id}": 300,
        f"version_{old.enrolment_id}": old.version,
        f"minutes_{new.pk}": 120,
        f"version_{new.pk}": 0,
    }


@body_of("api:session-attendance")
def _(side: Side, column: str) -> Body:
    return {"entries": [{"enrolment": side.things.enrolment_new.pk, "minutes": 120}]}


@body_of("api:attendance-list")
def _(side: Side, column: str) -> Body:
    return {"session": side.things.session_held.pk, "enrolment": side.things.enrolment_new.pk, "minutes": 120}


constant("api:attendance-detail PUT", minutes=200)
LOG = "Name,Email,Join Time,Leave Time\nq,{},2026-09-08 09:00,2026-09-08 10:00\n"


@body_of("trainings:sheet-upload", "api:sheet-scan")
def _(side: Side, column: str) -> Body:
    return {"file": SimpleUploadedFile("lista.pdf", PDF + b"podpisy"), "page": 1}


@body_of("trainings:sheet-verify POST")
def _(side: Side, column: str) -> Body:
    return {f"signed_{side.things.enrolment.pk}": "on"}


@body_of("api:sheet-list POST")
def _(side: Side, column: str) -> Body:
    return {"session": side.things.session_held.pk}


@body_of("api:sheet-verify")
def _(side: Side, column: str) -> Body:
    return {"signed": [side.things.enrolment.pk]}


@body_of("trainings:login-report-upload")
def _(side: Side, column: str) -> Body:
    return {"file": file_of(LOG.format(side.things.enrolment.person.email), "log.csv")}


@body_of("api:login-report-list POST")
def _(side: Side, column: str) -> Body:
    log = file_of(LOG.format(side.things.enrolment.person.email), "log.csv")
    return {"session": side.things.session_held.pk, "file": log}


NAMES_THINGS.difference_update({"trainings:sheet-upload", "api:sheet-scan", "trainings:login-report-upload"})
# A tick for somebody who is not on the list is no field of the form.
NAMES_THINGS.discard("trainings:sheet-verify POST")
MATERIAL = {"title": "Slajdy z zajęć"}
constant("trainings:material-change", **MATERIAL, when="kept")
constant("api:material-detail PATCH", **MATERIAL)


@body_of("trainings:material-add")
def _(side: Side, column: str) -> Body:
    return {**MATERIAL, "file": SimpleUploadedFile("slajdy.pdf", PDF + b"slajdy"), "when": "now"}


NAMES_THINGS.discard("trainings:material-add")


@body_of("api:material-list POST")
def _(side: Side, column: str) -> Body:
    held = side.things.session_held
    file = SimpleUploadedFile("slajdy.pdf", PDF + b"slajdy")
    return {**MATERIAL, "edition": held.edition_id, "session": held.pk, "file": file}


constant("trainings:attendance-decide", "api:attendance-decide", minutes=100, note="Podpis jest na odwrocie.")
SCAN = {"nonce": "n1", "code": "00000-00000", "scanned_at": "2026-09-08T09:00"}
constant("api:session-scans", device="telefon", scans=[SCAN])
constant("trainings:session-check-in", nonce="n1", direction="in", code="00000-00000")
constant("trainings:session-exempt", note="Dołączyła później.")


@body_of("trainings:session-walk-in")
def _(side: Side, column: str) -> Body:
    town = side.towns[0]
    return {"email": town.approver.email, "city": town.body.pk, **REASON}


@body_of("api:session-walk-in")
def _(side: Side, column: str) -> Body:
    town = side.towns[0]
    return {"person": town.approver.pk, "city": town.body.pk, **REASON}


@body_of("api:session-exempt")
def _(side: Side, column: str) -> Body:
    return {"enrolment": side.things.enrolment_new.pk, "note": "Dołączyła później."}


@body_of("trainings:edition-nominate")
def _(side: Side, column: str) -> Body:
    town = side.towns[0]
    return {"file": file_of(f"e-mail;gmina\n{town.approver.email};{town.body.name}\n", "osoby.csv"), **REASON}


@body_of("trainings:edition-nominate-confirm")
def _(side: Side, column: str) -> Body:
    people = {"co": side.towns[0].coordinator, "or": side.staff["organiser"]}
    lines = [Line(2, side.towns[0].approver.email)]
    checked = check(edition=side.things.edition, lines=lines, by=people[column], **REASON) if column in people else None
    return {"token": checked.token if checked else ""}


@body_of("api:edition-nominate", "api:edition-nominate-preview")
def _(side: Side, column: str) -> Body:
    return {"nominees": [{"email": side.towns[0].approver.email}], **REASON}


# -- questions, needs, erasure -----------------------------------------------------------------------

QUESTION = {"kind": "scale", "text_pl": "Czy warto?", "text_en": "", "options_pl": "", "options_en": ""}
constant("trainings:questionnaire-create", kind="pre_test", title_pl="Test", title_en="")
constant("trainings:questionnaire-change", title_pl="Nowy tytuł", title_en="")
constant("trainings:question-create", **QUESTION)
constant("trainings:question-change", **QUESTION, version=1)
constant("trainings:survey-window", "api:survey-window", opens_at="2026-09-09T08:00", closes_at="2026-09-30T08:00")
constant("trainings:enrolment-needs", kind="access", words="winda")
constant("trainings:person-erase", "trainings:people-merge", "trainings:people-tell-apart", **REASON)


@body_of("api:export-list")
def _(side: Side, column: str) -> Body:
    return {"list": "enrolments", "type": "csv", "edition": side.things.edition.pk}


@body_of("api:duplicate-preview")
def _(side: Side, column: str) -> Body:
    return {"keep": side.things.person.pk, "drop": side.things.twin.pk}


@body_of("api:duplicate-merge")
def _(side: Side, column: str) -> Body:
    return {**BODIES["api:duplicate-preview"](side, column), **REASON}


@body_of("api:duplicate-tell-apart")
def _(side: Side, column: str) -> Body:
    return {"one": side.things.person.pk, "other": side.things.twin.pk, **REASON}


ASKED = {"title_pl": "Ankieta", "questions": [{"kind": "scale", "text_pl": "Czy warto?"}]}
constant("api:questionnaire-detail PUT", **ASKED)


@body_of("api:questionnaire-list")
def _(side: Side, column: str) -> Body:
    return {"course": side.things.course.pk, "kind": "satisfaction", **ASKED}


@body_of("trainings:survey-put")
def _(side: Side, column: str) -> Body:
    return {"questionnaire": side.things.questionnaire.pk}


@body_of("api:survey-list")
def _(side: Side, column: str) -> Body:
    return {"edition": side.things.edition.pk, "questionnaire": side.things.questionnaire.pk}


@body_of("trainings:survey-answer")
def _(side: Side, column: str) -> Body:
    return {f"question_{row.pk}": 5 for row in side.things.survey.questionnaire.questions.all()}


@body_of("api:survey-answer")
def _(side: Side, column: str) -> Body:
    questions = side.things.survey.questionnaire.questions.all()
    return {"answers": [{"question": row.pk, "number": 5} for row in questions]}


@body_of("api:need-list")
def _(side: Side, column: str) -> Body:
    return {"enrolment": side.things.offered.pk, "kind": "access", "words": "winda"}


@body_of("api:erasure-list")
def _(side: Side, column: str) -> Body:
    return {"person": side.towns[0].clerk.pk, **REASON}


# -- texts and consents ------------------------------------------------------------------------------

RULES = {"title_pl": "Regulamin", "body_pl": "Treść."}
constant("trainings:legal-text-change", "api:legal-text-detail PUT", **RULES)
constant("trainings:legal-text POST", valid_from="2026-10-01")
constant("api:legal-text-publish", valid_from="2026-10-01")
constant("trainings:consent-answer", answer="given")


@body_of("trainings:legal-text-create", "api:legal-text-list")
def _(side: Side, column: str) -> Body:
    # Administrators write the texts of every project, and of none in particular.
    return {"project": "" if column == "am" else side.things.project.pk, "kind": "newsletter", **RULES}


@body_of("trainings:enrolment-consents")
def _(side: Side, column: str) -> Body:
    return {"consent": side.things.legal_version.pk}


@body_of("api:enrolment-withdraw-consent")
def _(side: Side, column: str) -> Body:
    return {"version": side.things.legal_version.pk}


@body_of("api:consent-list")
def _(side: Side, column: str) -> Body:
    return {"version": side.things.legal_version.pk, "answer": "given"}


@body_of("api:enrolment-accept-texts")
def _(side: Side, column: str) -> Body:
    return {"accepts": [side.things.legal_version.pk]}


@body_of("trainings:enrolment-texts")
def _(side: Side, column: str) -> Body:
    return {f"accepts_{side.things.legal_version.pk}": "on"}


NAMES_THINGS.discard("trainings:enrolment-texts")
# A box that the form does not have is not read.

constant(
    "trainings:edition-reopen",
    "trainings:session-unverify",
    "trainings:certificate-replace",
    "trainings:certificate-revoke",
    "api:edition-reopen",
    "api:session-unverify",
    "api:certificate-replace",
    "api:certificate-revoke",
    **REASON,
)
constant("trainings:enrolment-outcome", "api:enrolment-outcome", outcome="incomplete", **REASON)


@body_of("trainings:enrolment-minutes", "api:enrolment-minutes")
def _(side: Side, column: str) -> Body:
    return {"session": side.things.edition_settled.sessions.get().pk, "minutes": 30, **REASON}


@body_of("trainings:certificate-verify", "api:verify-certificate-list")
def _(side: Side, column: str) -> Body:
    row = side.things.certificate
    return {"code": row.code, "surname": row.data["person"]["last_name"]}


# Whoever holds the paper of whichever side may ask.
NAMES_THINGS -= {"trainings:certificate-verify", "api:verify-certificate-list"}

# -- travel

WAY = {"from_place": "Gród", "to_place": "Miasto"}
BANK = {"account": "61 1090 1014 0000 0712 1981 2874"}


def _way(side: Side) -> Body:
    session = side.things.travel_session
    return {**WAY, "session": session.pk, "travelled_on": str(local_day(session.starts_at))}


@body_of("trainings:travel-ticket-create")
def _(side: Side, column: str) -> Body:
    file = SimpleUploadedFile("bilet.pdf", PDF + b"bilet")
    return {**_way(side), "ticket_amount": "48.50", "claimed": "40.00", "file": file}


@body_of("trainings:travel-car-create", "trainings:travel-line-change", "api:travel-claim-line PUT")
def _(side: Side, column: str) -> Body:
    return {**_way(side), "km": 120, "claimed": "100.00"}


@body_of("api:travel-claim-lines")
def _(side: Side, column: str) -> Body:
    return {**_way(side), "kind": "ticket", "ticket_amount": "48.50", "claimed": "40.00"}


@body_of("api:travel-claim-list POST")
def _(side: Side, column: str) -> Body:
    return {"enrolment": side.things.enrolment_travelled.pk}


@body_of("api:travel-claim-receipt")
def _(side: Side, column: str) -> Body:
    return {"file": SimpleUploadedFile("bilet.pdf", PDF + b"inny bilet")}


NAMES_THINGS.discard("api:travel-claim-receipt")
constant("trainings:travel-submit", "api:travel-claim-submit", **BANK)
constant(
    "trainings:travel-return",
    "trainings:travel-reject",
    "api:travel-claim-return",
    "api:travel-claim-reject",
    **REASON,
)
constant("trainings:travel-pay", "api:travel-claim-pay", paid_on="2026-09-15")

# -- advisory --------------------------------------------------------------------------------------

TALK = {"mode": "onsite", "topic": "Diagnoza", "summary": "Omówiono.", "next_steps": ""}
TYPED = {"day": "2026-09-14", "start": "09:00", "minutes": 60, "end": "", **TALK}
TOLD = {"starts_at": "2026-09-14T09:00", "ends_at": "2026-09-14T10:00", **TALK}
constant("advisory:consultation-change", **TYPED)
constant("api:consultation-detail PUT", **TOLD)
constant("advisory:consultation-query", "api:consultation-query", **REASON)
constant("api:consultation-withdraw", **REASON)
constant("advisory:assignment-end", last_day="2026-10-01", **REASON)
constant("api:assignment-end", valid_to="2026-10-01", **REASON)
constant("advisory:assignment-budget", minutes_budget="50", **REASON)
constant("api:assignment-budget", minutes_budget=3000, **REASON)


@body_of("advisory:consultation-log")
def _(side: Side, column: str) -> Body:
    return {"assignment": side.things.assignment.pk, **TYPED}


@body_of("api:consultation-list")
def _(side: Side, column: str) -> Body:
    return {"assignment": side.things.assignment.pk, **TOLD}


def _assigned(side: Side) -> Body:
    things = side.things
    ids = {"project": things.project.pk, "city": side.towns[1].body.pk, "advisor": things.advisor.pk}
    return {**ids, "valid_from": "2026-09-01"}


@body_of("advisory:advisor-assign")
def _(side: Side, column: str) -> Body:
    return {**_assigned(side), "last_day": "2026-12-31", "minutes_budget": "10"}


@body_of("api:assignment-list")
def _(side: Side, column: str) -> Body:
    return {**_assigned(side), "valid_to": "2027-01-01", "minutes_budget": 600}


# -- reports ---------------------------------------------------------------------------------------


@body_of("reports:report-open", "api:report-list")
def _(side: Side, column: str) -> Body:
    return {"period": side.things.period.pk, "kind": "final"}


constant("reports:narrative", "api:report-detail PATCH", narrative_pl="Nowy tekst.", narrative_en="A new text.")


@body_of("reports:verify")
def _(side: Side, column: str) -> Body:
    return {"file": file_of("nie nasz", "raport.pdf")}


# -- those who are third ----------------------------------------------------------------------------

constant("set_language", language="en", next="/")

# Files are made anew for each request, but name nothing.
NAMES_THINGS -= {"partnerships:document-upload", "reports:verify"}


def version_for(name: str, thing: Any, user: User | None) -> Any:
    """The row whose version an edit through this door names."""
    if name in {"api:message-text-detail", "api:message-text-reset"}:
        return UNTOUCHED
    return user if name in {"accounts:profile", "api:account-me"} else thing
