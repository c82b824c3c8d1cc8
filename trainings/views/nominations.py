"""Nominating people from a list: upload, look, confirm."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.errors import Refused
from trainings.documents.sheets import write_table
from trainings.forms.nominations import ConfirmNominationsForm, NominationsForm
from trainings.models import Edition
from trainings.permissions import can_enrol_others, can_organise, can_see_roster
from trainings.queries import with_places
from trainings.services import nominations
from trainings.services.nominations import Checked
from web.idempotency import acts_once
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def edition_nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a list; what would become of each row is shown, nothing is written."""
    edition = _edition(request, pk)
    organises = bool(can_organise(request.user, edition.course.project_id))
    form = NominationsForm(request.POST or None, request.FILES or None, organises=organises)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            lines = nominations.read_list(form.cleaned_data["file"])
            reason = form.cleaned_data.get("reason", "")
            return _show(
                request, edition, nominations.check(edition=edition, lines=lines, by=me(request), reason=reason)
            )
    return show_form(request, "trainings/edition_nominate.html", form, {"edition": edition})


@require_POST
@login_required
@acts_once
def edition_nominate_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrol everybody on the list that was looked at, or nobody."""
    edition, user = _edition(request, pk), me(request)
    form = ConfirmNominationsForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else ""
    try:
        rows = nominations.confirm(edition=edition, token=token, by=user)
    except Refused as refusal:
        if refusal.code == "list_expired":
            raise
        lines, reason = nominations.opened(edition, token, user)
        checked = nominations.check(edition=edition, lines=lines, by=user, reason=reason)
        return _show(request, edition, checked, refusal)
    count = len(rows)
    messages.success(
        request, ngettext("%(count)s person was enrolled.", "%(count)s people were enrolled.", count) % {"count": count}
    )
    if can_see_roster(user, edition):
        return redirect("trainings:edition-roster", edition.pk)
    return redirect(f"{reverse('trainings:enrolments')}?whose=all&q={edition.code}")


@require_safe
@login_required
def nominations_template(request: HttpRequest) -> HttpResponseBase:
    """An empty list with the columns that are read."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    write_table(target, "xlsx", [names[0] for names in nominations.HEADS.values()], [])
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=_("nominations.xlsx"))


def _edition(request: HttpRequest, pk: int) -> Edition:
    rows = with_places(Edition.objects.visible_to(request.user)).select_related("course")
    edition = get_object_or_404(rows, pk=pk)
    can_enrol_others(request.user, edition).require()
    return edition


def _show(request: HttpRequest, edition: Edition, checked: Checked, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "edition": edition,
        "checked": checked,
        "refusal": refusal,
        "can_organise": can_organise(request.user, edition.course.project_id),
    }
    status = refusal.status if refusal else 422 if checked.wrong else 200
    return render(request, "trainings/edition_nominate_confirm.html", context, status=status)
