"""By what lists may be ordered, on the page and in the file made of it; the first is the usual order."""

EDITIONS = {"start": "starts_at", "code": "code", "title": "course__title_pl", "closes": "closes_at"}
PROGRAMME = {"start": "starts_at", "title": "course__title_pl", "closes": "closes_at"}
ROSTER = {
    "line": "line",
    "number": "queue_no",
    "person": "person__last_name",
    "town": "city__name",
    "state": "state",
}
ENROLMENTS = {"start": "edition__starts_at", "training": "edition__code", "person": "person__last_name"}
CERTIFICATES = {"issued": "issued_at", "number": "number", "person": "enrolment__person__last_name"}
EDITION_CERTIFICATES = {**CERTIFICATES, "town": "enrolment__city__name", "state": "state"}
APPROVALS = {
    "due": "due_at",
    "person": "enrolment__person__last_name",
    "training": "enrolment__edition__code",
    "start": "enrolment__edition__starts_at",
}
SESSIONS = {"start": "starts_at", "training": "edition__code"}
COURSES = {"code": "code", "title": "title_pl", "project": "project__code"}
TRAINED = {"end": "edition__ends_at", "person": "person__last_name", "training": "edition__code"}
RECORDS = {"person": "full_name", "town": "city__name", "minutes": "minutes_known"}
SETTLED = {
    "number": "queue_no",
    "person": "person__last_name",
    "town": "city__name",
    "attended": "attended_minutes",
    "outcome": "outcome",
}
MATERIALS = {"added": "added_at", "title": "title", "shown": "shown_from"}
TRAVEL = {"submitted": "submitted_at", "person": "enrolment__person__last_name", "amount": "amount"}
QUESTIONNAIRES = {"title": "title_pl", "kind": "kind", "number": "number"}
