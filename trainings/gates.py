"""Who may download the files of trainings: protocols, lists, logs, certificates, materials, receipts of travel."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from accounts.permissions import Visitor
from files.models import StoredFile
from kernel.time import now
from trainings.models import AttendanceSheet, Certificate, LoginReport, Material, SelectionBatch, TravelLine

PROTOCOL = "trainings.protocol"
SHEET = "trainings.sheet"
LOGIN_REPORT = "trainings.login_report"
CERTIFICATE = "trainings.certificate"
EXPORT = "trainings.export"
MATERIAL = "trainings.material"
TRAVEL_RECEIPT = "trainings.travel_receipt"

EXPORT_KEPT = timedelta(hours=24)
"""A list grows stale, and rights end."""


def may_read_protocol(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.protocol`: whoever may see the committee's list."""
    return SelectionBatch.objects.visible_to(user).filter(protocol=file).exists()


def may_read_sheet(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.sheet`: who sees the list of participants."""
    return AttendanceSheet.objects.visible_to(user).filter(Q(file=file) | Q(scans__file=file)).exists()


def may_read_login_report(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.login_report`."""
    return LoginReport.objects.visible_to(user).filter(file=file).exists()


def may_read_certificate(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.certificate`: whoever may see the certificate."""
    return Certificate.objects.visible_to(user).filter(file=file).exists()


def may_read_material(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.material`: whoever may see the material, for people with a place from its moment on."""
    return Material.objects.visible_to(user).filter(file=file).exists()


def may_read_export(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.export`: who asked for the list, for a day."""
    return file.created_by_id == user.pk and now() < file.created_at + EXPORT_KEPT


def may_read_travel_receipt(user: Visitor, file: StoredFile) -> bool:
    """The gate of `trainings.travel_receipt`: whoever may see the claim."""
    return TravelLine.objects.visible_to(user).filter(receipt=file).exists()
