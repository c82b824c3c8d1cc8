"""What anybody who holds a report may learn: whether it is genuine. Nothing about people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from grants.models import in_language
from kernel.errors import Refused
from kernel.text import read_code, sha256, show_code
from reports.choices import Kind, State
from reports.models import Artifact, Snapshot


@dataclass(frozen=True)
class Verified:
    """Public facts of a genuine report, as they were frozen."""

    code: str
    reference: str
    kind: str
    title_pl: str
    title_en: str
    project: str
    first_day: date
    last_day: date
    submitted_at: datetime
    sha256: str
    revision: int
    newest: bool
    """Whether no later revision has replaced it."""
    state: str
    fictitious: bool
    language: str = ""
    """Of the file that was shown to us, where one was."""

    @property
    def title(self) -> str:
        """The project's title in the reader's language."""
        return in_language(self.title_pl, self.title_en)

    @property
    def shown_code(self) -> str:
        """The code as printed."""
        return show_code(self.code)

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)


def verify(*, code: str) -> Verified:
    """The report behind a code as somebody typed it. Raises Refused 404 code_unknown, 409 snapshot_altered."""
    snapshot = Snapshot.objects.select_related("report__project").filter(code=read_code(code)).first()
    if snapshot is None:
        raise Refused(
            "code_unknown",
            _("No report has this code. Compare it with the foot of any page of the report, letter by letter."),
            status=404,
            field="code",
        )
    return _facts(snapshot)


def verify_file(*, file: IO[bytes]) -> Verified:
    """The report a file is, byte for byte. The file is read and forgotten. Raises Refused 404 file_unknown."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    artifact = Artifact.objects.select_related("snapshot__report__project").filter(sha256=digest).first()
    if artifact is None:
        raise Refused(
            "file_unknown",
            _("This file is not one that we issued, or it was changed since: not one byte may differ."),
            status=404,
            field="file",
        )
    return _facts(artifact.snapshot, artifact.language)


def _facts(snapshot: Snapshot, language: str = "") -> Verified:
    if sha256(snapshot.content) != snapshot.sha256:
        raise Refused("snapshot_altered", _("What is stored is not what was submitted. Please tell us at once."))
    data, report = snapshot.data, snapshot.report
    return Verified(
        code=snapshot.code,
        reference=report.reference,
        kind=data["report"]["kind"],
        title_pl=data["project"]["title"]["pl"],
        title_en=data["project"]["title"]["en"],
        project=data["project"]["code"],
        first_day=date.fromisoformat(data["period"]["starts_on"]),
        last_day=date.fromisoformat(data["period"]["ends_on"]),
        submitted_at=snapshot.created_at,
        sha256=snapshot.sha256,
        revision=snapshot.revision,
        newest=not report.snapshots.filter(revision__gt=snapshot.revision).exists(),
        state=report.state,
        fictitious=data["fictitious"],
        language=language,
    )
