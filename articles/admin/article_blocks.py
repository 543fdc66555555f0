"""The article form laid out: its blocks in the order readers meet them, and every mistake with its place."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms import ModelForm

FIELDSETS: Any = (
    ("Headline", {"fields": ("headline", "standfirst"), "classes": ("bare",)}),
    ("Body", {"fields": ("body_markdown",), "classes": ("bare",)}),
    (
        "Statements",
        {"fields": ("conflicts", "conflicts_text", "ai_use", "ai_use_detail", "ai_reviewer_role")},
    ),
    ("Topics and address", {"fields": ("kind", "section", "topics", "entities", "slug")}),
    ("Origin", {"fields": ("is_demonstration", "source", "licence")}),
)
# Blocks in the order readers meet them: id, heading, hint, and the fieldset or the rows it holds.
PAGE_ORDER = (
    ("headline", "Headline", "", "Headline"),
    ("summary", "Executive summary", "Enter: next line. Alt+↑ ↓: move", "summary_points"),
    (
        "ratings",
        "Market impact",
        "How much this could change; not good or bad. Reasons are words of the article itself",
        "impacts",
    ),
    ("takeaways", "Key takeaways", "Each with what it rests on: #section, PMID or short name", "takeaways"),
    (
        "body",
        "Body",
        "Markdown. A PMID in the text becomes a citation; [words](ref:short-name) cites a document",
        "Body",
    ),
    ("faqs", "Questions and answers", "Answers take Markdown", "faqs"),
    (
        "references",
        "References",
        "Papers the text names by PMID are added when you save. Cite others as [words](ref:short-name)",
        "reference_links",
    ),
    ("citations", "Citations in the text", "Found when you save; the state belongs to the sentence", ""),
    (
        "related",
        "Related coverage",
        "With the reason readers see, for example: Same target: HER2",
        "related_articles",
    ),
    (
        "reports",
        "Reports and whitepapers",
        "With the reason readers see, for example: Same indication: breast cancer",
        "report_links",
    ),
    ("bylines", "Bylines", "Who signs", "bylines"),
    ("statements", "Statements", "Printed with the standards line", "Statements"),
    ("topics", "Topics and address", "", "Topics and address"),
    ("origin", "Origin", "", "Origin"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the form, drawn by a stock template: a fieldset, rows, or (neither) the citations."""

    id: str
    title: str
    hint: str
    fieldset: Any = None
    formset: InlineAdminFormSet | None = None
    count: int | None = None
    has_errors: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line of the error summary; `target` is the id of the element to go to."""

    where: str
    message: str
    target: str


def lay_out(
    fieldsets: dict[str, Any], formsets: dict[str, InlineAdminFormSet], citation_count: int
) -> list[Block]:
    blocks = []
    for name, title, hint, holds in PAGE_ORDER:
        fieldset, rows = fieldsets.get(holds), formsets.get(holds)
        count = citation_count if not holds else None
        has_errors = False
        if rows is not None:
            count = sum(1 for form in rows.formset.initial_forms if getattr(form.instance, "level", True))
            has_errors = rows.formset.is_bound and rows.formset.total_error_count() > 0
        elif fieldset is not None:
            has_errors = any(line.errors() for line in fieldset)
        blocks.append(Block(name, title, hint, fieldset, rows, count, has_errors))
    return blocks


def find_mistakes(adminform: AdminForm, formsets: dict[str, InlineAdminFormSet]) -> list[Mistake]:
    """Every error of the form with where it is, for the summary at the top."""
    form = adminform.form
    found = [Mistake("", str(message), "") for message in form.non_field_errors()]
    found += _of_fields(form, "")
    for rows in formsets.values():
        if not rows.formset.is_bound:
            continue
        block = str(rows.opts.label)
        found += [
            Mistake(block, str(message), f"{rows.formset.prefix}-group")
            for message in rows.formset.non_form_errors()
        ]
        for index, row in enumerate(rows.formset.forms):
            where = f"{block} {index + 1}"
            found += [Mistake(where, str(message), row.prefix) for message in row.non_field_errors()]
            found += _of_fields(row, where)
    return found


def _of_fields(form: ModelForm, where: str) -> list[Mistake]:
    return [
        Mistake(", ".join(filter(None, [where, str(form[name].label)])), str(message), form[name].auto_id)
        for name, errors in form.errors.items()
        if name in form.fields
        for message in errors
    ]
