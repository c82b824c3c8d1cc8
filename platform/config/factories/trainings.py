"""Invented trainings: times hang together round a first session on 5 October 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.files import StoredFileFactory
from config.factories.grants import ProjectFactory
from config.factories.organisations import MunicipalityFactory
from kernel.text import canonical_json, new_code, sha256
from kernel.time import WARSAW, local_day
from trainings.choices import (
    AttendanceStatus,
    CertificateKind,
    EditionState,
    EnrolmentState,
    LegalKind,
    Mode,
    Source,
    TravelKind,
)
from trainings.gates import MATERIAL
from trainings.models import (
    Attendance,
    Certificate,
    Course,
    Edition,
    Enrolment,
    LegalText,
    LegalTextVersion,
    Material,
    Session,
    SessionTrainer,
    TravelClaim,
    TravelLine,
)
from trainings.queries.outcomes import with_minutes
from trainings.services.certificates.frozen import freeze, training_of

START = datetime(2026, 10, 5, 9, 0, tzinfo=WARSAW)


class CourseFactory(DjangoModelFactory[Course]):
    """A course with the usual threshold."""

    class Meta:
        model = Course

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"SZK-{n}")
    title_pl = factory.Sequence(lambda n: f"Szkolenie próbne {n}")
    title_en = factory.Sequence(lambda n: f"Trial course {n}")


class EditionFactory(DjangoModelFactory[Edition]):
    """A published edition with twenty places, open all September, with one session of six counted hours.

    `session=False` leaves the session out; `starts_at` is when it begins.
    """

    class Meta:
        model = Edition
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    code = factory.Sequence(lambda n: f"ED-{n}")
    mode = Mode.ONSITE
    venue = "Sala próbna 1"
    capacity = 20
    starts_at = START
    ends_at = factory.LazyAttribute(lambda edition: edition.starts_at + timedelta(hours=7))
    opens_at = factory.LazyAttribute(lambda edition: edition.starts_at - timedelta(days=34))
    closes_at = factory.LazyAttribute(lambda edition: edition.starts_at - timedelta(days=3))
    withdraw_until = factory.LazyAttribute(lambda edition: edition.starts_at - timedelta(days=7))
    state = EditionState.PUBLISHED

    @factory.post_generation
    def session(self: Any, create: bool, extracted: bool | None, **_options: Any) -> None:  # noqa: FBT001 -- factory_boy's signature
        """The first session, unless `session=False`."""
        if create and extracted is not False and self.starts_at:
            SessionFactory(edition=self, starts_at=self.starts_at, ends_at=self.ends_at)


class SessionFactory(DjangoModelFactory[Session]):
    """A session with an hour of breaks. It does not move the span of its edition: give the edition `ends_at`."""

    class Meta:
        model = Session

    edition = factory.SubFactory(EditionFactory, session=False)
    ordinal = factory.LazyAttribute(lambda session: session.edition.sessions.count() + 1)
    starts_at = START
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=7))
    breaks_min = 60
    counted_min = factory.LazyAttribute(
        lambda session: int((session.ends_at - session.starts_at) / timedelta(minutes=1)) - session.breaks_min
    )


class SessionTrainerFactory(DjangoModelFactory[SessionTrainer]):
    """A trainer; the time is not booked."""

    class Meta:
        model = SessionTrainer

    session = factory.SubFactory(SessionFactory)
    user = factory.LazyFunction(lambda: RoleFactory(role=RoleCode.TRAINER).user)


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    """A confirmed person; takes the next number of the edition."""

    class Meta:
        model = Enrolment

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(UserFactory)
    city = factory.SubFactory(MunicipalityFactory)
    post = "inspektor"
    department = "Wydział Promocji"
    source = Source.SELF
    state = EnrolmentState.CONFIRMED
    holds_seat = factory.LazyAttribute(lambda row: row.state in {EnrolmentState.CONFIRMED, EnrolmentState.OFFERED})
    submitted_by = factory.SelfAttribute("person")
    submitted_at = factory.LazyAttribute(lambda row: row.edition.opens_at)

    @factory.lazy_attribute
    def queue_no(self) -> int:
        """From the edition's counter."""
        edition: Edition = self.edition
        number = edition.next_queue_no
        edition.next_queue_no += 1
        edition.save(update_fields=["next_queue_no"])
        return number


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """There the whole time."""

    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    session = factory.LazyAttribute(lambda row: row.enrolment.edition.sessions.first())
    minutes = factory.LazyAttribute(lambda row: row.session.counted_min)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyAttribute(lambda row: row.session.ends_at)

    @factory.lazy_attribute
    def status(self) -> str:
        """As the minutes say."""
        if not self.minutes:
            return AttendanceStatus.ABSENT
        return AttendanceStatus.PRESENT if self.minutes == self.session.counted_min else AttendanceStatus.PARTIAL


class CertificateFactory(DjangoModelFactory[Certificate]):
    """Valid, its file not made yet; the data are frozen as the service freezes them."""

    class Meta:
        model = Certificate

    enrolment = factory.SubFactory(EnrolmentFactory)
    edition = factory.SelfAttribute("enrolment.edition")
    kind = CertificateKind.COMPLETION
    number = factory.Sequence(lambda n: f"SZK/2026/{n + 1}")
    sha256 = factory.LazyAttribute(lambda row: sha256(canonical_json(row.data)))
    code = factory.LazyFunction(new_code)
    issued_by = factory.SelfAttribute("enrolment.person")
    issued_at = factory.LazyAttribute(lambda row: row.enrolment.edition.ends_at)

    @factory.lazy_attribute
    def data(self) -> dict[str, Any]:
        """All that is printed."""
        made: Any = self  # while a factory builds, its attributes are the values
        row = with_minutes(Enrolment.objects.select_related("person", "city")).get(pk=made.enrolment.pk)
        training = training_of(made.enrolment.edition)
        return freeze(training, row, kind=made.kind, number=made.number, code=made.code, at=made.issued_at)


class MaterialFactory(DjangoModelFactory[Material]):
    """A note shown since enrolment opened; `file=None, link="https://…"` makes a link of it."""

    class Meta:
        model = Material

    edition = factory.SubFactory(EditionFactory)
    title = factory.Sequence(lambda n: f"Notatka próbna {n}")
    file = factory.SubFactory(
        StoredFileFactory, kind=MATERIAL, content=factory.Sequence(lambda n: f"Materiał numer {n}.\n".encode())
    )
    shown_from = factory.LazyAttribute(lambda row: row.edition.opens_at)
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.SelfAttribute("shown_from")


class LegalTextFactory(DjangoModelFactory[LegalText]):
    """The draft of a text of a project."""

    class Meta:
        model = LegalText

    project = factory.SubFactory(ProjectFactory)
    kind = LegalKind.REGULATION
    title_pl = factory.LazyAttribute(lambda text: f"Tekst próbny: {text.kind}")
    body_pl = "Pierwszy akapit.\n\nDrugi akapit."


class LegalTextVersionFactory(DjangoModelFactory[LegalTextVersion]):
    """What the draft says, published on the first day of 2026 and in force since."""

    class Meta:
        model = LegalTextVersion

    text = factory.SubFactory(LegalTextFactory)
    number = factory.LazyAttribute(lambda version: version.text.versions.count() + 1)
    title_pl = factory.LazyAttribute(lambda version: version.text.title_pl)
    body_pl = factory.LazyAttribute(lambda version: version.text.body_pl)
    valid_from = date(2026, 1, 1)
    published_by = factory.SubFactory(UserFactory)
    published_at = datetime(2026, 1, 1, 8, tzinfo=WARSAW)


class TravelClaimFactory(DjangoModelFactory[TravelClaim]):
    """A draft without lines, for a training that pays travel."""

    class Meta:
        model = TravelClaim

    enrolment = factory.SubFactory(
        EnrolmentFactory,
        edition=factory.SubFactory(EditionFactory, pays_travel=True, km_rate=Decimal("1.15")),
    )


class TravelLineFactory(DjangoModelFactory[TravelLine]):
    """A hundred kilometres by car to the first session, claimed as a whole."""

    class Meta:
        model = TravelLine

    claim = factory.SubFactory(TravelClaimFactory)
    session = factory.LazyAttribute(lambda line: line.claim.enrolment.edition.sessions.first())
    kind = TravelKind.CAR
    travelled_on = factory.LazyAttribute(lambda line: local_day(line.session.starts_at))
    from_place = "Gród"
    to_place = "Miasto"
    km = 100
    rate = Decimal("1.15")
    claimed = Decimal("115.00")
