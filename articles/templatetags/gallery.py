"""Shows components on the staff gallery page, each with ids of its own."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
_ID = re.compile(r' id="([^"]+)"')
_POINTING = re.compile(r'( (?:id|for|aria-labelledby|aria-describedby)="| href="#)([^"]+)(")')


@register.simple_tag(takes_context=True)
def component(context: template.Context, name: str, given: Mapping[str, Any], place: int) -> SafeString:
    """The component `name` with the inputs `given`, its ids made its own by its place. The sprite keeps its ids: others draw its signs by them."""
    html = render_to_string(f"components/{name}.html", given, context["request"])
    if name == "sprite":
        return html
    return SafeString(own_ids(html, f"{name}-{place}-"))  # the template engine's own HTML, ids renamed


def own_ids(html: str, prefix: str) -> str:
    """`html` with `prefix` before every id it defines and wherever it points to one of them.

    >>> own_ids('<p id="a"><a href="#a">A</a><a href="#b">B</a>', "x-")
    '<p id="x-a"><a href="#x-a">A</a><a href="#b">B</a>'
    """
    defined = set(_ID.findall(html))

    def renamed(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        return f"{before}{prefix}{name}{after}" if name in defined else match[0]

    return _POINTING.sub(renamed, html)
