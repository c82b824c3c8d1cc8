"""The lists of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of body it is."""

    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county")
    ASSOCIATION = "association", _("association")
    NGO = "ngo", _("non-governmental organisation")
    COMPANY = "company", _("company")
    STATE_BODY = "state_body", _("state body")
    UNIVERSITY = "university", _("university or institute")
    DONOR = "donor", _("donor")
    DONOR_PARTNER = "donor_partner", _("donor partner")
    INTERNATIONAL = "international", _("international organisation")


DONORS = [Kind.DONOR, Kind.DONOR_PARTNER]
"""Who pays takes no part."""


class UnitType(models.TextChoices):
    """RODZ of the TERC register for municipalities; counties and voivodeships are told by the length of the code."""

    URBAN = "1", _("urban municipality")
    RURAL = "2", _("rural municipality")
    URBAN_RURAL = "3", _("urban-rural municipality")


class Voivodeship(models.TextChoices):
    """The sixteen voivodeships by their TERC code (act of 24 July 1998)."""

    DOLNOSLASKIE = "02", "dolnośląskie"
    KUJAWSKO_POMORSKIE = "04", "kujawsko-pomorskie"
    LUBELSKIE = "06", "lubelskie"
    LUBUSKIE = "08", "lubuskie"
    LODZKIE = "10", "łódzkie"
    MALOPOLSKIE = "12", "małopolskie"
    MAZOWIECKIE = "14", "mazowieckie"
    OPOLSKIE = "16", "opolskie"
    PODKARPACKIE = "18", "podkarpackie"
    PODLASKIE = "20", "podlaskie"
    POMORSKIE = "22", "pomorskie"
    SLASKIE = "24", "śląskie"
    SWIETOKRZYSKIE = "26", "świętokrzyskie"
    WARMINSKO_MAZURSKIE = "28", "warmińsko-mazurskie"
    WIELKOPOLSKIE = "30", "wielkopolskie"
    ZACHODNIOPOMORSKIE = "32", "zachodniopomorskie"
