"""What editors have written is in Swedish, whatever language the reader has chosen for the rest."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def content_lang() -> SafeString:
    """The attribute that says so, with a space before it; nothing on a page that is in Swedish."""
    written = settings.LANGUAGE_CODE
    return SafeString() if (get_language() or written) == written else mark_safe(f' lang="{written}"')
