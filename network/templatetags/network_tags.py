"""The network's names and our icons in templates, also where there is no request."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from network import icons
from network.models.base import localized

register = template.Library()


@register.simple_tag
def network(name: str) -> str:
    """A text of the network (title, name, city, operator, hotline_name) in the page's language."""
    return localized(getattr(settings.NETWORK, name), getattr(settings.NETWORK, f"{name}_en"))


@register.simple_tag
def hotline() -> str:
    """The number to call for help."""
    number: str = settings.NETWORK.hotline
    return number


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """An icon of the sprite, decorative; one that is not known is a dot."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css_class,
        static(icons.SPRITE),
        icons.known(name),
    )
