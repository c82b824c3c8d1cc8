"""A partnership is made, described, handed over, and moves from draft to its end."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import has_role
from audit.services import record
from grants.models import Project
from grants.permissions import can_manage
from kernel.errors import Refused
from partnerships.choices import LegalForm, MemberRole, PartnershipKind, PartnershipState, Stage
from partnerships.models import Partnership
from partnerships.permissions import can_coordinate, can_dissolve, can_move

MIN_MEMBERS = 2


def lock(partnership: Partnership) -> Partnership:
    """The partnership as it is now, held until the transaction ends."""
    rows = Partnership.objects.select_for_update(of=("self",), no_key=True).select_related("project")
    return rows.get(pk=partnership.pk)


def require_alive(partnership: Partnership) -> None:
    """Nothing is written about a partnership that is history. Raises Refused partnership_ended."""
    if partnership.has_ended:
        raise Refused("partnership_ended", _("This partnership has ended; its papers can only be read."))


@transaction.atomic
def create_partnership(
    *,
    project: Project,
    code: str,
    name_pl: str,
    name_en: str = "",
    kind: str = PartnershipKind.EEA_LOCAL,
    legal_form: str = LegalForm.NONE,
    coordinator: User,
    founded_on: date | None = None,
    by: User,
) -> Partnership:
    """Begin a partnership as a draft. Raises Refused coordinator_role, code_taken."""
    can_manage(by, project).require()
    _require_coordinator(coordinator)
    try:
        with transaction.atomic():
            partnership = Partnership(
                project=project,
                code=code,
                name_pl=name_pl,
                name_en=name_en,
                kind=kind,
                legal_form=legal_form,
                coordinator=coordinator,
                founded_on=founded_on,
            )
            partnership.remember_names()
            partnership.save()
    except IntegrityError as error:
        raise Refused("code_taken", _("Another partnership has this code."), field="code") from error
    record(
        action="partnerships.partnership.created",
        about=partnership,
        by=by,
        after={"code": code, "project": project.pk, "coordinator": coordinator.pk},
    )
    return partnership


@transaction.atomic
def change_partnership(
    *,
    partnership: Partnership,
    name_pl: str,
    name_en: str,
    legal_form: str,
    stage: str,
    founded_on: date | None,
    by: User,
    version: int | None = None,
) -> Partnership:
    """Say how it is called and how far it has come. Raises Refused partnership_ended, stale."""
    partnership = lock(partnership)
    can_coordinate(by, partnership).require()
    require_alive(partnership)
    partnership.next_version(version)
    wanted = {
        "name_pl": name_pl,
        "name_en": name_en,
        "legal_form": LegalForm(legal_form).value,
        "stage": Stage(stage).value,
        "founded_on": founded_on,
    }
    changed = {name: value for name, value in wanted.items() if getattr(partnership, name) != value}
    before = {name: getattr(partnership, name) for name in changed}
    for name, value in changed.items():
        setattr(partnership, name, value)
    partnership.remember_names()
    partnership.save(update_fields=[*changed, "sought", "version"])
    record(action="partnerships.partnership.changed", about=partnership, by=by, before=before, after=changed)
    return partnership


@transaction.atomic
def appoint_coordinator(
    *, partnership: Partnership, coordinator: User, by: User, version: int | None = None
) -> Partnership:
    """Hand the partnership over. Raises Refused coordinator_role, partnership_ended, stale."""
    partnership = lock(partnership)
    can_dissolve(by, partnership).require()
    require_alive(partnership)
    _require_coordinator(coordinator)
    before = partnership.coordinator_id
    partnership.next_version(version)
    partnership.coordinator = coordinator
    partnership.save(update_fields=["coordinator", "version"])
    record(
        action="partnerships.partnership.coordinator_appointed",
        about=partnership,
        by=by,
        before={"coordinator": before},
        after={"coordinator": coordinator.pk},
    )
    return partnership


@transaction.atomic
def move_partnership(
    *, partnership: Partnership, state: str, reason: str = "", by: User, version: int | None = None
) -> Partnership:
    """Put it into another state. Raises Refused partnership_state, members_missing, reason_missing, stale."""
    partnership = lock(partnership)
    can_move(by, partnership, state).require()
    if state not in partnership.moves:
        raise Refused(
            "partnership_state",
            _("This partnership is %(state)s now; reload the page.") % {"state": partnership.get_state_display()},
        )
    if state == PartnershipState.FORMING:
        _require_members(partnership)
    elif not reason.strip():
        raise Refused("reason_missing", _("Say why."), field="reason")
    partnership.next_version(version)
    return enter(partnership, state, by=by, reason=reason)


def enter(partnership: Partnership, state: str, *, by: User, reason: str = "") -> Partnership:
    """Write the state of a locked partnership, with its event."""
    before, partnership.state = partnership.state, state
    partnership.save(update_fields=["state", "version"])
    record(
        action=f"partnerships.partnership.{state}",
        about=partnership,
        by=by,
        before={"state": before},
        after={"state": state},
        reason=reason,
    )
    return partnership


def _require_coordinator(person: User) -> None:
    if not has_role(person, RoleCode.PARTNERSHIP_COORDINATOR):
        raise Refused(
            "coordinator_role",
            _("%(person)s is not a partnership coordinator today; give the role first.") % {"person": person},
            field="coordinator",
        )


def _require_members(partnership: Partnership) -> None:
    roles = list(partnership.members.open().values_list("role", flat=True))
    if len(roles) < MIN_MEMBERS or roles.count(MemberRole.LEADER) != 1:
        raise Refused("members_missing", _("A partnership forms with at least two members, one of them the leader."))
