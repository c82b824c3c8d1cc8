"""Invented people."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.test import Client
from factory.django import DjangoModelFactory

from accounts.choices import RoleCode
from accounts.models import Role, User
from config.factories.organisations import MunicipalityFactory

PASSWORD = "ratusz-demo-2026"  # noqa: S105 -- of invented people only


class UserFactory(DjangoModelFactory[User]):
    """A person with the password of the demo."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"osoba{n}@example.org")
    first_name = factory.Sequence(lambda n: f"Imię{n}")
    last_name = factory.Sequence(lambda n: f"Nazwisko{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        user = model_class.objects.create_user(*args, password=password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class RoleFactory(DjangoModelFactory[Role]):
    """A clerk of a town since long ago."""

    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    role = RoleCode.CLERK
    organisation = factory.SubFactory(MunicipalityFactory)
    valid_from = date(2020, 1, 1)


class AdministratorFactory(RoleFactory):
    """Who runs the platform."""

    role = RoleCode.ADMINISTRATOR
    organisation = None


class CoordinatorFactory(RoleFactory):
    """The coordinator of a town."""

    role = RoleCode.CITY_COORDINATOR


def sign_in(client: Client, user: User) -> Client:
    """Sign in as if with the password a moment ago: `force_login` alone gives no fresh proof (accounts.freshness)."""
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    request.user = user
    record_authentication(request, user, method="password")
    request.session.save()
    return client
