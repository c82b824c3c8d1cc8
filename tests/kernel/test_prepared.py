"""A prepared question asks what it would ask if Django worked its SQL out each time."""

import sys
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError

from accounts.models import Role
from config.factories.accounts import RoleFactory
from kernel.prepared import ByKeys, Prepared
from tests.architecture.source import APPS, GROUND
from web.api import ScopedViewSet, page_of

EXAMPLES = {
    models.BigAutoField: 7,
    models.BigIntegerField: 7,
    models.CharField: "word",
    models.DateField: date(2026, 10, 25),
    models.DateTimeField: datetime(2026, 10, 25, tzinfo=UTC),
}


def all_prepared():
    """Each of them, with the name it has in its module; of the API the page of each list."""
    import_module(settings.SESSION_ENGINE)
    router = import_module("config.api").router
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in {*APPS, *GROUND}:
            for key, thing in vars(module).items():
                if isinstance(thing, Prepared | ByKeys):
                    yield f"{name}.{key}", getattr(thing, "prepared", thing)
    for prefix, view, _name in router.registry:
        if issubclass(view, ScopedViewSet):
            yield prefix, page_of(view).prepared


def example(slot):
    """A value for it; the keys of a page differ."""
    return int(slot.name[4:]) + 1 if slot.name.startswith("key_") else EXAMPLES[type(slot.output_field)]


def sql_of(rows):
    """With the values in it; Django puts an expression, as a slot is one, in parentheses."""
    sql, params = rows.query.get_compiler("default").as_sql()
    return sql.replace("(%s)", "%s") % tuple(map(str, params))


@pytest.mark.django_db
def test_its_sql_is_that_of_the_same_rows_unprepared():
    found = dict(all_prepared())
    assert len(found) >= 35
    for name, question in found.items():
        values = {slot: example(one) for slot, one in question.slots.items()}
        assert sql_of(question.rows(**values)) == sql_of(question.build(**values)), name


@pytest.mark.django_db
def test_each_asking_has_its_own_values_and_reads_anew(django_assert_num_queries):
    one, other = RoleFactory(), RoleFactory()
    roles = Prepared(
        lambda user: Role.objects.filter(user=user).select_related("organisation"), user=models.BigIntegerField()
    )
    with django_assert_num_queries(3):
        assert roles(user=one.user_id) == [one]
        assert roles(user=other.user_id) == [other]
        assert roles(user=0) == []
    Role.objects.all().delete()
    assert roles(user=one.user_id) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no row locks")
def test_a_lock_outside_a_transaction_is_refused_each_time():
    locked = Prepared(lambda pk: Role.objects.select_for_update().filter(pk=pk), pk=models.BigIntegerField())
    with transaction.atomic():
        assert locked(pk=0) == []
    with pytest.raises(TransactionManagementError):
        locked(pk=0)


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "times"), [(0, 0), (1, 1), (3, 1), (4, 1)])
def test_rows_by_their_keys_are_those_and_no_others(django_assert_num_queries, asked, times):
    made = RoleFactory.create_batch(5)[:asked]
    by_keys = ByKeys(lambda keys: Role.objects.filter(pk__in=keys).order_by("pk"), Role._meta.pk, size=3)
    with django_assert_num_queries(times):
        assert by_keys([role.pk for role in made]) == made
