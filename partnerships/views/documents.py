"""A document with its versions, and what happens to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from partnerships import services
from partnerships.choices import DocumentKind
from partnerships.forms import DocumentChangeForm, DocumentForm, SignForm, UploadForm, WithdrawForm
from partnerships.models import Document, PendingUpload
from partnerships.permissions import can_coordinate
from partnerships.views.partnerships import find
from web.idempotency import acts_once
from web.pages import refusals_to, show_form


def find_document(request: HttpRequest, pk: int) -> Document:
    """A document the visitor may read. Raises Http404."""
    rows = Document.objects.visible_to(me(request)).select_related("partnership__project").with_current()
    return get_object_or_404(rows, pk=pk)


def show_document(request: HttpRequest, document: Document, form: UploadForm) -> HttpResponse:
    """The page of a document, with the form for its next version."""
    keeps = bool(can_coordinate(request.user, document.partnership)) and not document.partnership.has_ended
    versions = document.versions.select_related("file", "uploaded_by")
    kept = PendingUpload.objects.visible_to(me(request)).waiting().filter(document=document)
    context = {
        "document": document,
        "versions": versions,
        "kept": kept.select_related("file"),
        "can_keep": keeps,
        "can_upload": keeps and document.is_draft,
        "can_sign": keeps and document.is_draft and document.kind == DocumentKind.AGREEMENT and bool(versions),
    }
    return show_form(request, "partnerships/document.html", form, context)


@require_safe
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: versions, and the form for the next one."""
    found = find_document(request, pk)
    return show_document(request, found, UploadForm(initial={"based_on": found.current_number}))


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def document_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a document."""
    partnership = find(request, pk)
    can_coordinate(request.user, partnership).require()
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = services.create_document(partnership=partnership, by=me(request), **form.cleaned_data)
            messages.success(request, _("The document was created. Upload its first version next."))
            return redirect("partnerships:document", made.pk)
    return show_form(request, "partnerships/document_create.html", form, {"partnership": partnership})


@require_http_methods(["GET", "POST"])
@login_required
def document_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct its title, or who may read it."""
    found = find_document(request, pk)
    can_coordinate(request.user, found.partnership).require()
    initial = {name: getattr(found, name) for name in DocumentChangeForm.base_fields}
    form = DocumentChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_document(document=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The document was changed."))
            return redirect("partnerships:document", pk)
    return show_form(request, "partnerships/document_change.html", form, {"document": found})


@require_http_methods(["GET", "POST"])
@login_required
def document_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day an agreement was signed."""
    found = find_document(request, pk)
    can_coordinate(request.user, found.partnership).require()
    form = SignForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.record_signature(document=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The signature was recorded."))
            return redirect("partnerships:document", pk)
    return show_form(request, "partnerships/document_sign.html", form, {"document": found})


@require_http_methods(["GET", "POST"])
@login_required
def document_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document out of use."""
    found = find_document(request, pk)
    can_coordinate(request.user, found.partnership).require()
    form = WithdrawForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.withdraw_document(document=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The document was withdrawn."))
            return redirect("partnerships:document", pk)
    return show_form(request, "partnerships/document_withdraw.html", form, {"document": found})
