"""How long the demo's project keeps proof: its invented donor asks for three years."""

from __future__ import annotations

from config.demo.stage import Stage
from retention.services.rules import set_rule
from trainings.queries.evidence import EVIDENCE


def play_keeping(stage: Stage) -> None:
    """The manager reads the agreement and sets the rule."""
    set_rule(
        matter=EVIDENCE,
        project=stage.project,
        number=3,
        basis="Umowa o dofinansowanie, par. 14 (przykład fikcyjny)",
        by=stage.people["manager"],
    )
