"""What was written before it named its edition or its city gets that of its enrolment."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F

from config.factories.organisations import MunicipalityFactory
from config.factories.trainings import START, CertificateFactory, EditionFactory, EnrolmentFactory
from trainings.models import Approval, Certificate

EDITIONS = import_module("trainings.migrations.0008_certificates_know_their_edition")
CITIES = import_module("trainings.migrations.0014_approvals_know_their_city")


@pytest.mark.django_db
def test_each_certificate_is_given_the_edition_of_its_enrolment():
    CertificateFactory.create_batch(2)
    Certificate.objects.update(edition=EditionFactory())
    EDITIONS.name_the_edition(apps, None)
    assert Certificate.objects.filter(edition=F("enrolment__edition")).count() == 2


@pytest.mark.django_db
def test_each_approval_is_given_the_city_of_its_enrolment():
    other = MunicipalityFactory()
    for row in EnrolmentFactory.create_batch(2):
        Approval.objects.create(enrolment=row, city=other, step=1, asked_at=START - timedelta(days=1), due_at=START)
    CITIES.name_the_city(apps, None)
    assert Approval.objects.filter(city=F("enrolment__city")).count() == 2
