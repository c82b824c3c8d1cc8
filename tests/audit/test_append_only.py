"""The record only grows: no way of writing changes or takes away a row."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from audit.append_only import GUARDED
from audit.models import Event
from audit.services import record
from config.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db

ONLY_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
ONLY_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE is PostgreSQL's")


@pytest.fixture
def event():
    body = OrganisationFactory()
    record(action="tests.thing.done", about=body, by=None, after={"name": body.name}, reason="Bo tak")
    return Event.objects.get()


def refused(change) -> None:
    """The change is refused by the wall, and the row is as it was."""
    before = list(Event.objects.values())
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        change()
    assert list(Event.objects.values()) == before


def run(statement: str, *values: object):
    def call():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return call


def test_a_saved_row_is_not_saved_again(event):
    event.reason = "inny"
    refused(event.save)


def test_update_is_refused(event):
    refused(lambda: Event.objects.filter(pk=event.pk).update(reason="inny"))
    refused(lambda: Event.objects.bulk_update([event], ["reason"]))
    refused(run("UPDATE audit_event SET reason = 'inny'"))


def test_delete_is_refused(event):
    refused(event.delete)
    refused(lambda: Event.objects.all().delete())
    refused(lambda: Event.objects.all()._raw_delete("default"))
    refused(run("DELETE FROM audit_event WHERE id = %s", event.pk))


def test_an_upsert_is_refused(event):
    again = Event(**{field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields})
    again.reason = "inny"
    refused(
        lambda: Event.objects.bulk_create(
            [again], update_conflicts=True, unique_fields=["id"], update_fields=["reason"]
        )
    )


@ONLY_SQLITE
def test_replace_is_refused(event):
    columns = ", ".join(field.column for field in Event._meta.concrete_fields)
    shown = columns.replace("reason", "'inny'")
    for verb in ("INSERT OR REPLACE INTO", "REPLACE INTO"):
        refused(run(f"{verb} audit_event ({columns}) SELECT {shown} FROM audit_event"))  # noqa: S608 -- our own columns


@ONLY_POSTGRESQL
def test_truncate_is_refused(event):
    run("SET CONSTRAINTS ALL IMMEDIATE")()  # else the checks of the inserted row are in the way before the wall
    refused(run("TRUNCATE audit_event"))
    refused(run("TRUNCATE organisations_organisation, audit_event CASCADE"))


def test_the_walls_stand_in_the_database(event):
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    walls = {"sqlite": ["no_update", "no_delete"], "postgresql": ["append_only", "no_truncate"]}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        standing = {name for (name,) in cursor.fetchall()}
    assert "audit_event" in GUARDED
    assert {f"{table}_{wall}" for table in GUARDED for wall in walls} - standing == set()
