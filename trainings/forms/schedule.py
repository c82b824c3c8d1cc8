"""What organisers type about sessions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.services.editions.moving import WEEKS
from trainings.services.editions.sessions import LONGEST_VISIT
from ui.fields import InstantField


class SessionForm(forms.Form):
    """One sitting, or some days of a visit."""

    starts_at = InstantField(label=_("Start"))
    ends_at = InstantField(label=_("End"))
    breaks_min = forms.IntegerField(
        label=_("Breaks in minutes"),
        min_value=0,
        max_value=LONGEST_VISIT,
        initial=0,
        help_text=_("They do not count. Of a visit of several days, the nights as well."),
    )
    venue = forms.CharField(
        label=_("Place"), max_length=300, required=False, help_text=_("Only if it differs from the edition's.")
    )
    meeting_url = forms.URLField(
        label=_("Address of the online meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown on the page to people with a place and to trainers, never sent."),
    )
    required = forms.BooleanField(
        label=_("Must not be missed"),
        required=False,
        help_text=_("Who was not there does not complete the training, whatever the other minutes."),
    )


class ChangeSessionForm(SessionForm):
    """A session somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def move(self) -> str:
        """Time and place as typed, so that what is confirmed is what was shown."""
        given = self.cleaned_data
        return " ".join([given["starts_at"].isoformat(), given["ends_at"].isoformat(), given["venue"].strip()])


class RepeatForm(forms.Form):
    """How often."""

    weeks = forms.IntegerField(
        label=_("For how many more weeks"),
        min_value=WEEKS.start,
        max_value=WEEKS.stop - 1,
        initial=1,
        help_text=_("The same day of the week and the same time, also after the clock is changed."),
    )
