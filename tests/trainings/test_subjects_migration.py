"""Messages written before subjects named the project are found by it afterwards."""

from importlib import import_module

import pytest
from django.apps import apps

from config.factories.mail import MessageFactory
from config.factories.trainings import EditionFactory
from trainings.services.notices import subject_of

STEP = import_module("trainings.migrations.0007_subjects_name_the_project")


@pytest.mark.django_db
def test_subjects_name_the_project_and_can_forget_it():
    one, other = EditionFactory(), EditionFactory()
    letters = [MessageFactory(about=f"trainings.edition:{edition.pk}") for edition in (one, other, one)]
    bystander = MessageFactory(about="reports.snapshot:1")
    STEP.name_the_project(apps, None)
    for letter in [*letters, bystander]:
        letter.refresh_from_db()
    assert [letter.about for letter in letters] == [subject_of(one), subject_of(other), subject_of(one)]
    assert bystander.about == "reports.snapshot:1"
    STEP.forget_the_project(apps, None)
    letters[0].refresh_from_db()
    assert letters[0].about == f"trainings.edition:{one.pk}"
