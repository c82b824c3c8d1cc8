"""Certificates issued before they named their edition get that of their enrolment."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F

from config.factories.trainings import CertificateFactory, EditionFactory
from trainings.models import Certificate

STEP = import_module("trainings.migrations.0008_certificates_know_their_edition")


@pytest.mark.django_db
def test_each_is_given_the_edition_of_its_enrolment():
    CertificateFactory.create_batch(2)
    Certificate.objects.update(edition=EditionFactory())
    STEP.name_the_edition(apps, None)
    assert Certificate.objects.filter(edition=F("enrolment__edition")).count() == 2
