"""What trainers and organisers type about materials."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.forms.settlement import SessionField
from trainings.models import Edition, Material, Session
from trainings.models.materials import LONGEST_LINK
from ui.fields import InstantField
from ui.format import moment

KEPT, AT_ONCE, AT_START, LATER = "kept", "now", "start", "later"


class _ShownForm(forms.Form):
    """What it is called, to which session it belongs, and from when people see it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    session = SessionField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("the whole training"),
    )
    when = forms.ChoiceField(label=_("People with a place see it"), widget=forms.RadioSelect)
    shown_from = InstantField(
        label=_("Day and hour"), required=False, help_text=_("Only if you choose a day and hour above.")
    )

    def __init__(self, *args: Any, edition: Edition, material: Material | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._start = edition.starts_at if not edition.has_started() else None
        self._material = material
        cast("SessionField", self.fields["session"]).queryset = edition.sessions.all()
        choices: list[tuple[str, Any]] = [(AT_ONCE, _("at once"))]
        if material:
            choices = [(KEPT, _("from %(moment)s, as now") % {"moment": moment(material.shown_from)})]
            choices += [] if material.is_shown() else [(AT_ONCE, _("at once"))]
        if self._start:
            choices.append((AT_START, _("when the training starts: %(moment)s") % {"moment": moment(self._start)}))
        choices.append((LATER, _("from a day and hour")))
        field = cast("forms.ChoiceField", self.fields["when"])
        field.choices, field.initial = choices, choices[0][0]

    def clean(self) -> dict[str, Any]:
        """With the moment in `shown_from`, None for at once, in place of the choice."""
        given = self.cleaned_data
        when = given.pop("when", None)
        if when == LATER and not given.get("shown_from") and "shown_from" not in self.errors:
            self.add_error("shown_from", _("Give the day and hour."))
        if when and when != LATER:
            given["shown_from"] = self._moments[when]
        return given

    @property
    def _moments(self) -> dict[str, datetime | None]:
        return {KEPT: self._material.shown_from if self._material else None, AT_ONCE: None, AT_START: self._start}


class AddMaterialForm(_ShownForm):
    """A file or a link."""

    field_order = ["title", "file", "link"]
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, a document, presentation or table of an office program, TXT, CSV, JPG or PNG, at most 50 MB."
        ),
        widget=forms.FileInput({"accept": ".pdf,.docx,.odt,.pptx,.odp,.xlsx,.ods,.csv,.txt,.png,.jpg,.jpeg"}),
    )
    link = forms.URLField(
        label=_("Or a link"),
        max_length=LONGEST_LINK,
        required=False,
        assume_scheme="https",
        help_text=_("To a recording or a shared folder. Make sure that it opens for people without your account."),
    )


class ChangeMaterialForm(_ShownForm):
    """One somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
