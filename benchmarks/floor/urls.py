"""The bare views: enrol in three statements, lists in two, as a page and as DRF makes them."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path


def enrol(request: HttpRequest) -> JsonResponse:
    """Lock, count, insert."""
    from benchmarks.floor.models import FloorEdition, FloorEnrolment  # noqa: PLC0415 -- apps must be ready

    given = json.loads(request.body)
    with transaction.atomic():
        edition = FloorEdition.objects.select_for_update().get(pk=given["edition"])
        taken = FloorEnrolment.objects.filter(edition=edition, state="confirmed").count()
        state = "confirmed" if taken < edition.capacity else "waitlisted"
        row = FloorEnrolment.objects.create(edition=edition, person=given["person"], state=state)
    return JsonResponse({"id": row.pk, "state": state}, status=201)


def rows(request: HttpRequest) -> HttpResponse:
    """Count, then one page."""
    from benchmarks.floor.models import FloorEdition  # noqa: PLC0415 -- apps must be ready

    pages = Paginator(FloorEdition.objects.order_by("starts_at", "pk"), int(request.GET.get("rows", 50)))
    return render(request, "list.html", {"page": pages.page(request.GET.get("page", 1))})


def api(request: HttpRequest) -> HttpResponse:
    """The same as DRF does it with the least that can be written."""
    from benchmarks.floor.api import EditionList  # noqa: PLC0415 -- apps must be ready

    return EditionList.as_view()(request)


urlpatterns = [path("enrol", enrol), path("list", rows), path("api", api)]
application = get_wsgi_application()
