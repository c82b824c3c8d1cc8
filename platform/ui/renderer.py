"""Forms as Designsystemet draws them, through Django's own renderer.

Widgets are overridden under their own names in `templates/django/forms/widgets/`, because Django includes those names
inside each other.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Form and field come from `templates/_forms/`."""

    form_template_name = "_forms/form.html"
    field_template_name = "_forms/field.html"
