"""By what lists may be ordered, on the page and in the file made of it."""

EDITIONS = {"start": "starts_at", "code": "code", "title": "course__title_pl", "closes": "closes_at"}
ROSTER = {
    "line": "line",
    "number": "queue_no",
    "person": "person__last_name",
    "town": "city__name",
    "state": "state",
}
ENROLMENTS = {"start": "edition__starts_at", "training": "edition__code", "person": "person__last_name"}
