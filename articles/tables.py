"""Tables of the desk. Rows come complete from queries; columns only print."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.editorial.desk import BlockedLine, CitationRow, DeskLine, VersionRow
from articles.models.choices import PublicState, WorkState
from articles.models.evidence import CitationState

TAGS: Mapping[str, str] = {
    WorkState.DRAFT: "st st--mut",
    WorkState.IN_REVIEW: "st st--wait",
    WorkState.CHANGES_REQUESTED: "st st--wait",
    PublicState.PAUSED: "st st--bad",
    PublicState.WITHDRAWN: "st st--bad",
    PublicState.RETRACTED: "st st--bad",
    CitationState.NOT_MATCHED: "st st--mut",
    CitationState.MISMATCH_SUSPECTED: "st st--bad",
    CitationState.MISMATCH: "st st--bad",
    CitationState.NOT_FOUND: "st st--bad",
}


def state_tag(state: str, label: str) -> SafeString:
    """A state as a word in a frame; the frame's style says how grave it is."""
    return format_html('<span class="{}">{}</span>', TAGS.get(state, "st"), label)


def article_url(key: int, anchor: str = "") -> str:
    url = reverse("admin:articles_article_change", args=[key])
    return f"{url}#{anchor}" if anchor else url


class DeskTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """What every table of the desk looks like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"template_name": "admin/table.html", "attrs": {"class": "t"}, **kwargs})


class QueueTable(DeskTable):
    """Articles somebody has under way."""

    state = tables.Column(accessor="state_label")
    headline = tables.Column(verbose_name="Article")
    changed = tables.Column(order_by="changed_at")

    def render_state(self, record: DeskLine) -> SafeString:
        return state_tag(record.state, record.state_label)

    def render_headline(self, record: DeskLine) -> SafeString:
        return format_html(
            '<a class="hl" href="{}">{}</a><small class="note">{}</small>',
            article_url(record.key),
            record.headline,
            record.note,
        )


class BlockedTable(DeskTable):
    what = tables.Column(verbose_name="What blocks it")
    mend = tables.Column(verbose_name="Mend it", accessor="key", orderable=False)

    def render_what(self, record: BlockedLine) -> SafeString:
        more = f"and {record.more} more" if record.more else ""
        return format_html(
            '<span class="late">{}</span> <span class="note">in {}</span><small class="note">{}</small>',
            record.what.rstrip("."),
            record.headline,
            more,
        )

    def render_mend(self, record: BlockedLine) -> SafeString:
        return format_html(
            '<a href="{}">Open<span class="visually-hidden"> {}</span></a>',
            article_url(record.key),
            record.headline,
        )


class VersionsTable(DeskTable):
    """Published versions of an article."""

    number = tables.Column(verbose_name="Version")
    change = tables.Column()
    note = tables.Column(verbose_name="What changed", orderable=False)
    who = tables.Column(verbose_name="By")
    when = tables.Column(verbose_name="Published", orderable=False)

    def render_number(self, record: VersionRow) -> SafeString:
        return format_html("<b>{}</b>{}", record.number, " · current" if record.is_current else "")


class CitationsTable(DeskTable):
    """Sentences of the text that cite something."""

    reference = tables.Column()
    sentence = tables.Column(verbose_name="Cited for", orderable=False)
    state = tables.Column(accessor="state_label")

    def render_reference(self, record: CitationRow) -> SafeString:
        url = reverse("admin:articles_reference_change", args=[record.reference_id])
        return format_html('<a href="{}">{}</a>', url, record.reference)

    def render_state(self, record: CitationRow) -> SafeString:
        note = f"Checked {record.checked}" if record.checked else ""
        if record.state_label == "Linked":
            return format_html("{}", record.state_label)
        return format_html(
            '{}<small class="note">{}</small>', state_tag(record.state, record.state_label), note
        )
