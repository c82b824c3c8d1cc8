"""The colour of a state. The words carry the meaning; the colour helps the eye along a column."""

from __future__ import annotations

_COLORS = {
    "neutral": "draft planned ended settled transferred expired revoked left abandoned dissolved void exempt generated "
    "printed superseded closed over",
    "success": "open issued published confirmed accepted active done signed approved present completed held verified "
    "final given paid",
    "info": "waitlisted offered submitted queued running invited declared forming uploaded announced",
    "warning": "awaiting_approval awaiting_selection queried returned pending overdue partial excused disputed "
    "suspended on_hold dissolving withdrawing missing incomplete replaced full",
    "danger": "withdrawn cancelled lapsed declined failed locked rejected absent excluded no_show",
}
_COLOR_OF = {state: color for color, states in _COLORS.items() for state in states.split()}


def color_of(state: str) -> str:
    """The colour of a state; one that nobody coloured is neutral."""
    return _COLOR_OF.get(state, "neutral")
