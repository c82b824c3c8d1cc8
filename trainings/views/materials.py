"""What people take home from a training: the list, and how trainers and organisers fill it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from trainings.choices import EditionState
from trainings.filters import EditionMaterialFilter
from trainings.forms.materials import AddMaterialForm, ChangeMaterialForm
from trainings.models import Edition, Material
from trainings.permissions import (
    can_add_material,
    can_change_material,
    can_open_materials,
    can_organise,
    can_see_roster,
    changeable,
)
from trainings.services import materials
from trainings.views.sorts import MATERIALS
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def edition_materials(request: HttpRequest, pk: int) -> HttpResponse:
    """The materials of a training, for who has a place what is shown by now."""
    edition = _edition(request, pk)
    if not (sees_roster := can_see_roster(request.user, edition)):
        can_open_materials(request.user, edition).require()
    rows = Material.objects.visible_to(request.user).filter(edition=edition)
    found = listing(
        request,
        rows.select_related("file", "session", "added_by"),
        EditionMaterialFilter,
        sorts=MATERIALS,
        sort="-added",
        paginator=Paginator,
    )
    template = "trainings/_materials.html" if request.htmx else "trainings/edition_materials.html"  # type: ignore[attr-defined]
    context = {"edition": edition, "listing": found, "can_see_roster": sees_roster}
    return render(request, template, {**context, **(_rights(request, edition, found.page) if sees_roster else {})})


def _rights(request: HttpRequest, edition: Edition, rows: Any) -> dict[str, Any]:
    """What of a page of them who sees the roster may do; nothing where the training was cancelled."""
    can_add = edition.state != EditionState.CANCELLED and bool(can_add_material(request.user, edition))
    organises = can_add and bool(can_organise(request.user, edition.course.project_id))
    may_change = changeable(request.user, rows, organises=organises, teaches=can_add)
    return {"can_add": can_add, "changeable": may_change}


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def material_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file or a link there."""
    edition = _edition(request, pk)
    can_add_material(request.user, edition).require()
    form = AddMaterialForm(request.POST or None, request.FILES or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            given = form.cleaned_data
            materials.add_material(edition=edition, upload=given.pop("file"), by=me(request), **given)
            messages.success(request, _("The material was added."))
            return redirect("trainings:edition-materials", edition.pk)
    return show_form(request, "trainings/material_add.html", form, {"edition": edition})


@require_http_methods(["GET", "POST"])
@login_required
def material_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it differently, show it from another moment on."""
    row = _material(request, pk)
    can_change_material(request.user, row).require()
    first = {"title": row.title, "session": row.session_id, "version": row.version}
    form = ChangeMaterialForm(request.POST or None, edition=row.edition, material=row, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            materials.change_material(material=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The material was changed."))
            return redirect("trainings:edition-materials", row.edition_id)
    return show_form(request, "trainings/material_change.html", form, {"material": row})


@require_POST
@login_required
def material_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    row = _material(request, pk)
    materials.remove_material(material=row, by=me(request))
    messages.success(request, _("The material was removed."))
    return redirect("trainings:edition-materials", row.edition_id)


def _edition(request: HttpRequest, pk: int) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)


def _material(request: HttpRequest, pk: int) -> Material:
    rows = Material.objects.visible_to(request.user).select_related("edition__course", "file")
    return get_object_or_404(rows, pk=pk)
