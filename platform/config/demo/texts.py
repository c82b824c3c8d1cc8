"""What people accept when they enrol in the demo: invented, and says so."""

from __future__ import annotations

from config.demo.stage import Stage
from trainings.choices import DEMANDED, LegalKind
from trainings.models import Edition, LegalTextVersion
from trainings.services import consents, legal

FICTITIOUS = "Tekst fikcyjny: służy tylko do pokazania platformy i nikogo nie wiąże."
FICTITIOUS_EN = "A fictitious text: it only shows the platform and binds nobody."
TEXTS = {
    LegalKind.REGULATION: (
        ("Regulamin rekrutacji (przykład)", "Recruitment rules (example)"),
        "W szkoleniach mogą brać udział osoby z miast partnerskich. Decyduje kolejność zgłoszeń.",
        "People from partner towns may take part. The order of enrolment decides.",
    ),
    LegalKind.INFORMATION: (
        ("Informacja o przetwarzaniu danych (przykład)", "Information on personal data (example)"),
        "Administratorem danych jest zmyślone stowarzyszenie. Dane służą organizacji i rozliczeniu szkoleń.",
        "An invented association controls the data. They serve the trainings and their reports.",
    ),
    LegalKind.IMAGE: (
        ("Zgoda na wykorzystanie wizerunku (przykład)", "Use of the image (example)"),
        "Zgadzam się na zdjęcia ze szkolenia na stronie projektu. Zgodę można wycofać w każdej chwili.",
        "I agree to pictures of the training on the project's page. I may withdraw at any time.",
    ),
}
"""Kind, titles, the text in Polish and in English."""


def demanded_in(edition: Edition) -> list[int]:
    """What everybody in the demo accepts when enrolling: the ids of the versions."""
    held = LegalTextVersion.objects.holding_in(edition.course.project_id, *DEMANDED)
    return list(held.values_list("pk", flat=True))


def play_texts(stage: Stage) -> None:
    """Rules, information and the use of the image; somebody agreed to that, somebody changed his mind."""
    organiser = stage.people["organiser"]
    for kind, (titles, body_pl, body_en) in TEXTS.items():
        draft = legal.create_text(
            kind=kind,
            project=stage.project,
            title_pl=titles[0],
            body_pl=f"{FICTITIOUS}\n\n{body_pl}",
            title_en=titles[1],
            body_en=f"{FICTITIOUS_EN}\n\n{body_en}",
            by=organiser,
        )
        version = legal.publish_text(text=draft, by=organiser)
    agreed, changed = (official.user for official in stage.officials[:2])
    for person, answers in ((agreed, ["given"]), (changed, ["given", "withdrawn"])):
        for answer in answers:
            consents.answer_consent(version=version, answer=answer, by=person)
