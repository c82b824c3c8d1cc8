"""Certificates: the run of a training, one's own, and whether one that somebody shows is genuine."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.text import read_code
from trainings.filters import EditionCertificateFilter, MyCertificateFilter
from trainings.forms.settlement import CertificateCodeForm, SurnameForm, WhyForm
from trainings.models import Certificate, Edition
from trainings.permissions import can_certify, can_see_settlement
from trainings.queries.pages import certificates_page
from trainings.services import certificates as services
from trainings.views.sorts import CERTIFICATES, EDITION_CERTIFICATES
from web.lists import listing
from web.pages import refusals_to, show_form
from web.throttling import require_calm, require_few_tries


@require_safe
@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """My certificates; for coordinators, organisers and auditors also those of others they may see."""
    found = listing(
        request,
        Certificate.objects.visible_to(request.user),
        MyCertificateFilter,
        sorts=CERTIFICATES,
        sort="-issued",
        read=certificates_page,
    )
    template = "trainings/_certificates.html" if request.htmx else "trainings/certificates.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "shows_people": bool(request.GET.get("whose"))})


@require_safe
@login_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate: what it says, its file, what became of it."""
    rows = Certificate.objects.visible_to(request.user).select_related(
        "enrolment__person", "enrolment__edition__course", "replaces", "replaced_by", "file"
    )
    row = get_object_or_404(rows, pk=pk)
    context = {
        "certificate": row,
        "job": None if row.file else services.orders_of([row]).get(row.pk),
        "can_certify": can_certify(request.user, row.enrolment.edition.course.project_id),
    }
    return render(request, "trainings/certificate.html", context)


@require_safe
@login_required
def edition_certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """All certificates of a training, and the button that issues those that are missing."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)
    can_see_settlement(request.user, edition.course.project_id).require()
    rows = Certificate.objects.visible_to(request.user).filter(enrolment__edition=edition)
    rows = rows.select_related("enrolment__person", "enrolment__city", "replaced_by")
    found = listing(request, rows, EditionCertificateFilter, sorts=EDITION_CERTIFICATES, sort="number")
    shown = list(found.page)
    jobs = services.orders_of(row for row in shown if not row.file_id)
    context = {
        "edition": edition,
        "listing": found,
        "rows": [(row, jobs.get(row.pk)) for row in shown],
        "waits": any(job.is_open() for job in jobs.values()),
        "can_certify": can_certify(request.user, edition.course.project_id),
    }
    template = "trainings/_edition_certificates.html" if request.htmx else "trainings/edition_certificates.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_POST
@login_required
def edition_certificates_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue what is missing."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
    count = len(services.issue(edition=edition, by=me(request)))
    if count:
        text = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Nobody lacks a certificate."))
    return redirect("trainings:edition-certificates", pk)


@require_http_methods(["GET", "POST"])
@login_required
def certificate_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The same under a new number, as the data are now."""
    row = _certified(request, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            new = services.replace(certificate=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The certificate was replaced, and the person was told."))
            return redirect("trainings:certificate", new.pk)
    return show_form(request, "trainings/certificate_replace.html", form, {"certificate": row})


@require_http_methods(["GET", "POST"])
@login_required
def certificate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not hold."""
    row = _certified(request, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.revoke(certificate=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The certificate was revoked, and the person was told."))
            return redirect("trainings:certificate", row.pk)
    return show_form(request, "trainings/certificate_revoke.html", form, {"certificate": row})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def certificate_verify(request: HttpRequest) -> HttpResponse:
    """By the code (GET, so that the picture leads here); with the surname (POST: no name in an address). No sign-in."""
    is_name_asked = request.method == "POST"
    form = (
        SurnameForm(request.POST)
        if is_name_asked
        else CertificateCodeForm(request.GET if "code" in request.GET else None)
    )
    facts = None
    if form.is_bound:
        require_calm(request)
    if form.is_valid():
        code = form.cleaned_data["code"]
        with refusals_to(form):
            if is_name_asked:
                require_few_tries(of=f"certificate:{read_code(code)}")
                facts = services.verify_holder(**form.cleaned_data)
            else:
                facts = services.verify(code=code)
    # Both forms may stand on one page, so their inputs have ids of their own.
    named = SurnameForm(initial={"code": facts.code}, auto_id="holder_%s") if facts else None
    context = {"facts": facts, "surname_form": named}
    return show_form(request, "trainings/certificate_verify.html", form, context)


def _certified(request: HttpRequest, pk: int) -> Certificate:
    """A certificate the visitor sees and may end."""
    rows = Certificate.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("enrolment__person", "enrolment__edition__course"), pk=pk)
    can_certify(request.user, row.enrolment.edition.course.project_id).require()
    return row
