"""invite_administrator EMAIL FIRST LAST: how the first administrator comes in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.choices import RoleCode
from accounts.services.invitations import invite, link_of
from kernel.errors import Refused


class Command(BaseCommand):
    """A thin door to the service; acts as the system itself."""

    help = "Invite an administrator. Prints the link, for the day on which no mail goes out yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom."""
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    def handle(self, *args: Any, **given: Any) -> None:
        """Invite, and show the link once."""
        try:
            invitation = invite(
                email=given["email"],
                first_name=given["first_name"],
                last_name=given["last_name"],
                role=RoleCode.ADMINISTRATOR,
                by=None,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(link_of(invitation))
