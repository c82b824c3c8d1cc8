"""The first page after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.scopes import own_roles
from accounts.visitors import me
from config.reader import Reader
from config.todo import todos


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, and where to go."""
    user = me(request)
    return render(request, "home.html", {"todos": todos(Reader(user)), "roles": own_roles(user)})
