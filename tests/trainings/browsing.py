"""Short ways to the pages of trainings."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def url(name: str, *args) -> str:
    return reverse(f"trainings:{name}", args=args)


def html(client: Client, name: str, *args, **query) -> str:
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client: Client, name: str, *args, **query) -> list[int]:
    """The keys of the rows of a list, in order."""
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["listing"].page.object_list]
