"""Uploading a version, and the file that lost its number but was kept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.visitors import me
from partnerships import services
from partnerships.forms import PlaceForm, UploadForm
from partnerships.models import PendingUpload
from partnerships.permissions import can_coordinate
from partnerships.views.documents import find_document, show_document
from web.pages import refusal_of, refusals_to, show_form


def find_upload(request: HttpRequest, pk: int) -> PendingUpload:
    """A kept file of the visitor's own. Raises Http404."""
    rows = PendingUpload.objects.visible_to(me(request)).select_related("document__partnership__project", "file")
    return get_object_or_404(rows.waiting(), pk=pk)


def show_kept(request: HttpRequest, kept: PendingUpload, sent: BaseForm | None = None) -> HttpResponse:
    """The kept file beside the versions that were faster, and the ways out: compare, add, throw away.

    `sent` is the form whose mistakes or refusal are shown.
    """
    versions = list(kept.document.versions.select_related("file", "uploaded_by"))
    number = versions[0].number if versions else 0
    form = sent
    if form is None or refusal_of(form):
        # Filled in afresh: what was refused names a version that is no longer the newest.
        form = PlaceForm(initial={"based_on": number, "note": kept.note})
        form.refusal = refusal_of(sent)  # type: ignore[attr-defined]
    context = {
        "upload": kept,
        "document": kept.document,
        "faster": [version for version in versions if version.number > kept.based_on],
        "next_number": number + 1,
    }
    return show_form(request, "partnerships/upload.html", form, context)


@require_POST
@login_required
def document_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Receive the next version. A repeated click is the same version: the bytes tell."""
    found = find_document(request, pk)
    can_coordinate(request.user, found.partnership).require()
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_to(form):
            given = form.cleaned_data
            version = services.upload_version(
                document=found, upload=given["file"], based_on=given["based_on"], note=given["note"], by=me(request)
            )
            messages.success(request, _("Version %(number)s was added.") % {"number": version.number})
            return redirect("partnerships:document", pk)
    refusal = refusal_of(form)
    if refusal and "pending_upload" in refusal.facts:
        return show_kept(request, find_upload(request, refusal.facts["pending_upload"]), form)
    return show_document(request, found, form)


@require_safe
@login_required
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of mine that waits for its place."""
    return show_kept(request, find_upload(request, pk))


@require_POST
@login_required
def upload_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the kept file as the version after the one I compared it with."""
    kept = find_upload(request, pk)
    form = PlaceForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            version = services.place_upload(upload=kept, by=me(request), **form.cleaned_data)
            messages.success(request, _("Version %(number)s was added.") % {"number": version.number})
            return redirect("partnerships:document", kept.document_id)
    return show_kept(request, kept, form)


@require_POST
@login_required
def upload_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the kept file away."""
    kept = find_upload(request, pk)
    services.discard_upload(upload=kept, by=me(request))
    messages.success(request, _("The file was thrown away."))
    return redirect("partnerships:document", kept.document_id)
