"""The public page that tells whether a report is genuine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports import services
from reports.forms import CodeForm, FileForm
from web.pages import refusals_to, show_form
from web.throttling import require_calm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """By its code (GET, so that the address can be shared) or by the file itself (POST). Needs no sign-in."""
    code_form = CodeForm(request.GET if "code" in request.GET else None)
    file_form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    asked: CodeForm | FileForm = file_form if request.method == "POST" else code_form
    facts = None
    if asked.is_bound:
        require_calm(request)
    if asked.is_valid():
        with refusals_to(asked):
            facts = (
                services.verify_file(file=asked.cleaned_data["file"])
                if asked is file_form
                else services.verify(code=asked.cleaned_data["code"])
            )
    context = {"code_form": code_form, "file_form": file_form, "facts": facts}
    return show_form(request, "reports/verify.html", asked, context)
