"""What people say to texts: my data and consents; texts that somebody else was enrolled with, letters that came."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.errors import Refused
from trainings.choices import DEMANDED, ConsentAnswer, LegalKind
from trainings.forms.legal import AGREED, SIGNED, ConsentForm, EnrolmentTextsForm, WithdrawalForm
from trainings.models import Enrolment, LegalTextVersion
from trainings.permissions import can_organise
from trainings.queries.legal import accepted_by, consents_of, to_answer, withdrawable
from trainings.services import consents
from web.pages import refusals_to, show_form


@require_safe
@login_required
def my_consents(request: HttpRequest) -> HttpResponse:
    """What I agreed to, what I may take back, and what I accepted with which training."""
    user = me(request)
    mine = Enrolment.objects.visible_to(user).active().filter(person=user, awaits_texts=True)
    awaiting = mine.select_related("edition__course")
    context = {"consents": consents_of(user), "accepted": accepted_by(user), "awaiting": awaiting}
    return render(request, "trainings/consents.html", context)


@require_POST
@login_required
def consent_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give, refuse or withdraw one's own consent."""
    version = get_object_or_404(LegalTextVersion.objects.visible_to(request.user), pk=pk)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Refused("unknown_answer", _("Say whether you agree."), status=422)
    row = consents.answer_consent(version=version, by=me(request), **form.cleaned_data)
    said = {
        ConsentAnswer.GIVEN: _("Your consent is on record. You can withdraw it here at any time."),
        ConsentAnswer.REFUSED: _("It is on record that you do not agree."),
        ConsentAnswer.WITHDRAWN: _("Your consent is withdrawn."),
    }
    messages.success(request, said[ConsentAnswer(row.answer)])
    return redirect("trainings:consents")


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the texts of an enrolment that somebody else made; or, as the organiser, record what was signed."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    row, user = get_object_or_404(rows, pk=pk), me(request)
    is_own = row.person_id == user.pk
    if not is_own:
        can_organise(user, row.edition.course.project_id).require()
    texts = to_answer(row.edition, row.person, *(DEMANDED if row.awaits_texts else []), LegalKind.IMAGE)
    labels = AGREED if is_own else SIGNED
    form = EnrolmentTextsForm(request.POST or None, texts=texts, labels=labels, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            consents.accept_texts(enrolment=row, by=user, **form.cleaned_data)
            messages.success(request, _("Thank you: it is on record.") if is_own else _("It is on record."))
            return redirect("trainings:enrolment", row.pk)
    context = {"enrolment": row, "is_own": is_own, "texts": texts}
    return show_form(request, "trainings/enrolment_texts.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Record, as the organiser, that somebody took a consent back in a letter."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    row = get_object_or_404(rows, pk=pk)
    can_organise(request.user, row.edition.course.project_id).require()
    standing = withdrawable(row)
    form = WithdrawalForm(request.POST or None, consents=standing)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            consents.withdraw_on_paper(enrolment=row, version=form.cleaned_data["consent"], by=me(request))
            messages.success(request, _("It is on record that the consent is withdrawn."))
            return redirect("trainings:enrolment", row.pk)
    context = {"enrolment": row, "consents": standing}
    return show_form(request, "trainings/enrolment_consents.html", form, context)
