"""Forms of both interfaces. They say what is wrong with what a person typed, by field and place, and save nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import UserChangeForm, UsernameField
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.text import slugify

from articles.editorial.desk import all_topics, find_address_holder, pmids_of
from articles.editorial.results import FieldProblem
from articles.editorial.working_copy import render_text
from articles.evidence.pmid import parse_pmid
from articles.evidence.queries import token_of
from articles.models import Article, Author, Entity, Reference, Report, Section, Topic, User
from articles.models.choices import AiUse, ChangeClass, Conflicts, WithdrawalReason
from articles.models.evidence import ReferenceKind
from articles.rendering.document import DocumentRejected, ReferenceKey
from articles.rendering.input_checks import Problem, check_line, check_markdown, explain

LONGEST_LINE = 5000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PUBLISHING = (ChangeClass.UPDATE, ChangeClass.MINOR)


class LineField(forms.CharField):
    """One paragraph. Line breaks and tabs of a pasted text become spaces; nothing is cut off in the browser."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(re.sub(r"[ \t\r\n]+", " ", value) if value else value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class ParagraphsField(forms.CharField):
    """Text of several lines, kept as typed; browsers send CR LF for every line break."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


def refuse(problems: list[Problem]) -> None:
    """Raises ValidationError with a sentence for each problem that must not be stored."""
    if blocking := [explain(problem) for problem in problems if problem.blocks]:
        raise ValidationError(blocking)


class CheckedForm(forms.ModelForm):
    """Refuses characters that nobody can see in every text, naming the place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                check_text(field)


def check_text(field: forms.CharField) -> None:
    """Makes `field` say where a hidden character stands, in place of Django's message that names no place."""
    is_line = isinstance(field, LineField) or not isinstance(field.widget, forms.Textarea)

    def validate(value: str) -> None:
        refuse(check_line(value, max_chars=LONGEST_LINE) if is_line else check_markdown(value))

    kept = [item for item in field.validators if not isinstance(item, ProhibitNullCharactersValidator)]
    field.validators = [validate, *kept]


def typed_rows(data: Mapping[str, Any], prefix: str) -> Iterator[Mapping[str, str]]:
    """The rows of an ordered formset as posted, in the order shown, without deleted and empty ones."""
    rows = []
    for index in range(min(_number(data.get(f"{prefix}-TOTAL_FORMS")) or 0, 1000)):
        start = f"{prefix}-{index}-"
        row = {name.removeprefix(start): data[name] for name in data if name.startswith(start)}
        place = _number(row.pop("position", "")) or 1_000_000
        if not row.pop("DELETE", "") and any(
            value for name, value in row.items() if name not in ("id", "article")
        ):
            rows.append((place, index, row))
    return (row for _place, _index, row in sorted(rows, key=lambda item: item[:2]))


def typed_references(data: Mapping[str, Any]) -> tuple[ReferenceKey, ...]:
    """What the text may cite, by the reference rows of an article form as posted."""
    rows = [
        (_number(row.get("reference")), row.get("key", "").strip())
        for row in typed_rows(data, "reference_links")
    ]
    pmids = pmids_of([key for key, _name in rows if key])
    found = []
    for key, name in rows:
        pmid = pmids.get(key or 0)
        if name or pmid:
            found.append(ReferenceKey(key=name or f"pmid-{pmid}", token=token_of(pmid, name)))
    return tuple(found)


def _number(text: Any) -> int | None:
    return (
        int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 12 else None
    )


class ArticleForm(CheckedForm):
    """An article with what publishing needs to know. `refused` are problems a first attempt to save met."""

    refused: ClassVar[tuple[FieldProblem, ...]] = ()

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    change = forms.ChoiceField(
        label="Kind of change",
        choices=[(kind.value, kind.label) for kind in PUBLISHING],
        initial=ChangeClass.UPDATE.value,
        widget=forms.RadioSelect,
        required=False,
    )
    note = LineField(
        label="What changed",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence for readers. A minor fix needs none.",
    )

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {
            "headline": LineField,
            "standfirst": LineField,
            "conflicts_text": LineField,
            "body_markdown": ParagraphsField,
        }
        labels: ClassVar = {"is_demonstration": "Demonstration", "slug": "Address"}
        widgets: ClassVar = {
            "headline": forms.Textarea(attrs={"rows": 1, "class": "grow t-headline", "placeholder": " "}),
            "standfirst": forms.Textarea(attrs={"rows": 1, "class": "grow t-standfirst", "placeholder": " "}),
            "body_markdown": forms.Textarea(attrs={"rows": 24, "class": "md", "spellcheck": "true"}),
            "conflicts_text": forms.Textarea(attrs={"rows": 1, "class": "grow vLargeTextField"}),
            "slug": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version_seen", self.instance.edit_version)
        if not self.instance.pk and "headline" in self.fields:
            self.fields["headline"].widget.attrs["autofocus"] = True
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].validators = [
                check
                for check in self.fields["slug"].validators
                if check.__class__.__name__ != "RegexValidator"
            ]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("headline", ""))[:150].strip(
            "-"
        )
        if not slug:
            raise ValidationError(
                "The headline makes no address: write one in small letters, digits and hyphens."
            )
        if not SLUG.fullmatch(slug):
            raise ValidationError(f"“{slug}”: use small letters, digits and single hyphens between them.")
        if holder := find_address_holder(slug, other_than=self.instance.pk):
            raise ValidationError(f"“{slug}” is the address of “{holder}”: choose another.")
        return slug

    def clean_body_markdown(self) -> str:
        text: str = self.cleaned_data["body_markdown"]
        try:
            render_text(text, typed_references(self.data), "")
        except DocumentRejected as rejected:
            raise ValidationError([explain(problem) for problem in rejected.problems]) from None
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._say_what_belongs_together()
        seen = self.cleaned_data.get("version_seen")
        if self.instance.pk and seen is not None and seen != self.instance.edit_version:
            self.add_error(None, STALE)
        for problem in self.refused:
            if problem.field in self.fields:
                self.add_error(problem.field, problem.message)
            elif not self._has_row(problem.field):
                self.add_error(None, problem.message)
        return cleaned

    def _has_row(self, name: str) -> bool:
        """Whether `name` is of a row, whose formset says what is wrong with it."""
        prefix, _, place = name.rpartition("-")
        if place.isdigit():
            return int(place) <= len(list(typed_rows(self.data, prefix)))
        return prefix == "impacts"

    def _say_what_belongs_together(self) -> None:
        data = self.cleaned_data
        conflicts, said = data.get("conflicts"), data.get("conflicts_text")
        if conflicts == Conflicts.DECLARED and not said:
            self.add_error("conflicts_text", "Say which conflicts were declared.")
        if conflicts != Conflicts.DECLARED and said:
            self.add_error("conflicts_text", "Choose “Declared” above, or leave this empty.")
        if data.get("ai_use") == AiUse.ASSISTED and not data.get("ai_use_detail"):
            self.add_error("ai_use_detail", "Say with what, for example: translation.")
        if data.get("ai_use") == AiUse.WRITTEN_REVIEWED and not data.get("ai_reviewer_role"):
            self.add_error("ai_reviewer_role", "Name the role that reviewed it.")


STALE = (
    "Somebody saved this article while you were writing, so nothing of yours was saved. Your text is below: "
    "open the saved version in another tab, and put your changes into it."
)


class WithdrawForm(forms.Form):
    """Why a public article leaves its address."""

    reason = forms.ChoiceField(choices=WithdrawalReason.choices, widget=forms.RadioSelect)
    note = LineField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Printed on the page in place of the article. Leave it empty where the reason says enough.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        check_text(self.fields["note"])  # type: ignore[arg-type]  # a LineField, declared above


class TopicsForm(forms.Form):
    """Topics to add to and remove from several articles."""

    add = forms.ModelMultipleChoiceField(queryset=all_topics(), required=False)
    remove = forms.ModelMultipleChoiceField(queryset=all_topics(), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        add, remove = set(data.get("add", ())), set(data.get("remove", ()))
        if not add and not remove:
            raise ValidationError("Choose at least one topic to add or to remove.")
        if both := add & remove:
            raise ValidationError(f"“{both.pop()}” is chosen to be added and to be removed.")
        return data


class ReferenceForm(CheckedForm):
    """A source. Numbers are read in the spellings people paste them in."""

    pmid = forms.CharField(
        label="PMID", required=False, help_text="PubMed number: digits, or PubMed’s address."
    )

    class Meta:
        model = Reference
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"title": LineField, "authors": LineField}
        widgets: ClassVar = {
            "title": forms.Textarea(attrs={"rows": 1, "class": "grow vLargeTextField"}),
            "authors": forms.Textarea(attrs={"rows": 1, "class": "grow vLargeTextField"}),
            "accessed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_pmid(self) -> int | None:
        typed = self.cleaned_data["pmid"].strip()
        if not typed:
            return None
        pmid = parse_pmid(typed)
        if pmid is None:
            raise ValidationError(
                f"“{typed}” is no PubMed number: it has one to eight digits, as in 33577784."
            )
        return pmid

    def clean_doi(self) -> str:
        typed: str = self.cleaned_data["doi"].strip().lower()
        doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", typed)
        if doi and not re.fullmatch(r"10\.[0-9]{4,9}/[^ ]+", doi):
            raise ValidationError(f"“{typed}” is no DOI: it begins with 10., as in 10.1056/nejmoa2203690.")
        return doi

    def clean_nct(self) -> str:
        nct: str = self.cleaned_data["nct"].strip().upper()
        if nct and not re.fullmatch(r"NCT[0-9]{8}", nct):
            raise ValidationError(
                f"“{nct}” is no trial number: it is NCT and eight digits, as in NCT03734029."
            )
        return nct

    def clean_issued(self) -> str:
        return clean_date_text(self.cleaned_data["issued"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if {"pmid", "doi"} <= data.keys() and data.get("kind") == ReferenceKind.PAPER:
            if not data["pmid"] and not data["doi"]:
                self.add_error("pmid", "A paper needs its PMID or its DOI.")
        elif data.get("pmid", "") is None and not data.get("title"):
            self.add_error("title", "Give it a title: without a PMID nothing else says what it is.")
        if data.get("kind") == ReferenceKind.TRIAL and not (data.get("nct") or data.get("url")):
            self.add_error("nct", "A trial registration needs its NCT number or its address.")
        return cleaned


def clean_date_text(typed: str) -> str:
    """`typed` when it is a year, a month or a day; ValidationError says the forms there are."""
    text = typed.strip()
    if text and not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        raise ValidationError(f"“{text}”: write 2020, 2020-06 or 2020-06-18.")
    return text


class ReportForm(CheckedForm):
    class Meta:
        model = Report
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"summary": ParagraphsField}
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}

    def clean_issued(self) -> str:
        return clean_date_text(self.cleaned_data["issued"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_sponsored = self.cleaned_data.get("publisher_class") == "sponsored"
        sponsor = self.cleaned_data.get("sponsor")
        if is_sponsored and not sponsor:
            self.add_error("sponsor", "A sponsored document names its sponsor.")
        if sponsor and not is_sponsored:
            self.add_error("sponsor", "Only a sponsored document has one: choose “Sponsored document” above.")
        return cleaned


class SectionForm(CheckedForm):
    class Meta:
        model = Section
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"description": ParagraphsField}


class TopicForm(CheckedForm):
    class Meta:
        model = Topic
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"description": ParagraphsField}


class AuthorForm(CheckedForm):
    class Meta:
        model = Author
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"about": ParagraphsField, "disclosures": ParagraphsField}


class EntityForm(CheckedForm):
    class Meta:
        model = Entity
        fields = "__all__"  # noqa: DJ007 - the admin class says which fields its form has
        field_classes: ClassVar = {"description": ParagraphsField}

    def clean_nct(self) -> str:
        nct: str = self.cleaned_data["nct"].strip().upper()
        if nct and not re.fullmatch(r"NCT[0-9]{8}", nct):
            raise ValidationError(
                f"“{nct}” is no trial number: it is NCT and eight digits, as in NCT03734029."
            )
        if nct and self.cleaned_data.get("kind") != "trial":
            raise ValidationError("Only a trial has an NCT number.")
        return nct


class AccountForm(UserChangeForm):
    """An account of the desk, with a time zone that exists."""

    time_zone = forms.ChoiceField(
        choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        help_text="Times on the desk are said in it.",
    )

    class Meta:
        model = User
        field_classes: ClassVar = {"username": UsernameField}
        fields = "__all__"
