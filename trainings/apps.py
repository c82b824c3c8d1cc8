"""The trainings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    """Trainings."""

    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self) -> None:
        """Open the gates of our files; make what goes into calendars; name what people may word, and what is erased."""
        from files import gates as files  # noqa: PLC0415 -- models are ready only now
        from mail import parts, texts  # noqa: PLC0415 -- as above
        from retention import registry  # noqa: PLC0415 -- as above
        from trainings import gates  # noqa: PLC0415 -- as above
        from trainings.services import calendars, matters, wordings  # noqa: PLC0415 -- as above

        files.register(gates.CERTIFICATE, gates.may_read_certificate)
        parts.register(calendars.SEAT, calendars.seat_parts)
        parts.register(calendars.TAUGHT, calendars.taught_parts)
        texts.register(*wordings.texts())
        files.register(gates.EXPORT, gates.may_read_export)
        files.register(gates.MATERIAL, gates.may_read_material)
        files.register(gates.PROTOCOL, gates.may_read_protocol)
        files.register(gates.SHEET, gates.may_read_sheet)
        files.register(gates.LOGIN_REPORT, gates.may_read_login_report)
        registry.register(*matters.matters())
        files.register(gates.TRAVEL_RECEIPT, gates.may_read_travel_receipt)
