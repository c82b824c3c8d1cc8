"""Logs of online meetings: upload, look, import."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.visitors import me
from trainings.forms.papers import LoginReportForm
from trainings.models import LoginReport, Session
from trainings.permissions import can_record
from trainings.services import login_reports
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def login_report_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the log of a session; what is in it is shown next."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_record(request.user, session).require()
    form = LoginReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            report = login_reports.upload_login_report(
                session=session, upload=form.cleaned_data["file"], by=me(request)
            )
            return redirect("trainings:login-report", report.pk)
    reports = session.login_reports.select_related("file", "uploaded_by").order_by("-pk")
    return show_form(request, "trainings/login_report_upload.html", form, {"session": session, "reports": reports})


@require_http_methods(["GET", "POST"])
@login_required
def login_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the log, whom it does not match, what cannot be read; and the button that imports it."""
    rows = LoginReport.objects.visible_to(request.user)
    report = get_object_or_404(rows.select_related("session__edition__course", "file", "imported_by"), pk=pk)
    can_record(request.user, report.session).require()
    form = Form(request.POST or None)
    if request.method == "POST":
        with refusals_to(form):
            count = login_reports.import_login_report(report=report, by=me(request))
            text = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
            messages.success(request, text % {"count": count})
            return redirect("trainings:session-attendance", report.session_id)
    context = {"report": report, "session": report.session, "preview": login_reports.preview_of(report)}
    return show_form(request, "trainings/login_report.html", form, context)
