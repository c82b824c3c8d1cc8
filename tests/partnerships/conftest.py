"""A partnership with its people."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from rest_framework.test import APIClient

from config.factories.accounts import RoleFactory
from config.factories.grants import PeriodFactory, ProjectFactory, ProjectRoleFactory
from config.factories.partnerships import MemberFactory, PartnershipFactory
from kernel.errors import Refused
from partnerships.choices import MemberRole


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def period(project):
    return PeriodFactory(project=project)


@pytest.fixture
def manager(project):
    return ProjectRoleFactory(project=project).user


@pytest.fixture
def partnership(project):
    return PartnershipFactory(project=project)


@pytest.fixture
def coordinator(partnership):
    return partnership.coordinator


@pytest.fixture
def leader(partnership):
    return MemberFactory(partnership=partnership, role=MemberRole.LEADER)


@pytest.fixture
def clerk(leader):
    """Works for the leading town."""
    return RoleFactory(organisation=leader.organisation).user


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def text(words: str, name: str = "umowa.txt") -> ContentFile:
    return ContentFile(words.encode(), name)


def page_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def api_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client
