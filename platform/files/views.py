"""The one gate: every download goes through here."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from files import gates
from files.models import StoredFile
from files.services import open_file


@require_safe
@login_required
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file for who may read it; for anybody else there is no such file."""
    file = gates.readable(request.user, pk)
    if file is None:
        raise Http404
    response = _handed_over(file) if settings.FILES_INTERNAL_URL else _streamed(file)
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _handed_over(file: StoredFile) -> HttpResponseBase:
    """Let the web server in front send the bytes."""
    return HttpResponse(headers={"X-Accel-Redirect": settings.FILES_INTERNAL_URL + quote(file.storage_name)})


def _streamed(file: StoredFile) -> HttpResponseBase:
    try:
        return FileResponse(open_file(file))
    except FileNotFoundError as error:
        raise Http404 from error
