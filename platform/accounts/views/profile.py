"""One's own account: data and tokens. Password, e-mail address and second factors are allauth's pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.adapter import speak
from accounts.forms import ProfileForm, TokenForm
from accounts.freshness import fresh_sign_in_required
from accounts.models import ApiToken
from accounts.scopes import own_roles
from accounts.services import people, tokens
from accounts.services.people import CHANGEABLE
from accounts.visitors import me
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """My data."""
    mine = me(request)
    initial = {field: getattr(mine, field) for field in (*CHANGEABLE, "version")}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            changed = people.change_profile(user=mine, by=mine, **form.cleaned_data)
            with override(changed.language):
                messages.success(request, _("Your data were saved."))
            response = redirect("accounts:profile")
            speak(response, changed.language)
            return response
    return show_form(request, "accounts/profile.html", form, {"roles": own_roles(mine)})


@require_safe
@login_required
def api_tokens(request: HttpRequest) -> HttpResponse:
    """My tokens of the API."""
    rows = ApiToken.objects.visible_to(request.user).select_related("token")
    return render(request, "accounts/tokens.html", {"tokens": rows})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
@fresh_sign_in_required
@sensitive_variables("secret")
def token_issue(request: HttpRequest) -> HttpResponse:
    """A new token; its secret is shown in this answer and never again, so there is nowhere to redirect to."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            token, secret = tokens.issue_token(by=me(request), **form.cleaned_data)
            return render(request, "accounts/token_issued.html", {"token": token, "secret": secret})
    return show_form(request, "accounts/token_issue.html", form)


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    tokens.revoke_token(token=token, by=me(request))
    messages.success(request, _("The token is dead."))
    return redirect("accounts:tokens")
