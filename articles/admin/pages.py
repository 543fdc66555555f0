"""The pages about the site: what the desk says on them, above what the software says of itself."""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from articles.admin.recorded import RecordedAdmin
from articles.admin.site import desk
from articles.changes import Tag, Tags
from articles.editorial.working_copy import render_text
from articles.forms import CheckedForm, ParagraphsField
from articles.models import TrustPage
from articles.rendering.document import RENDERER_VERSION, DocumentRejected
from articles.rendering.input_checks import explain


class TrustPageForm(CheckedForm):
    class Meta:
        model = TrustPage
        fields = ("name", "body_markdown")
        field_classes: ClassVar = {"body_markdown": ParagraphsField}
        widgets: ClassVar = {"body_markdown": forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"})}

    def clean_body_markdown(self) -> str:
        text: str = self.cleaned_data["body_markdown"]
        try:
            rendered = render_text(text, (), "desk-")
        except DocumentRejected as rejected:
            raise ValidationError([explain(problem) for problem in rejected.problems]) from None
        if rendered.citations:
            raise ValidationError(
                "A page about ourselves has no list of references: link to the paper instead."
            )
        self.instance.body_html = rendered.html
        self.instance.renderer_version = RENDERER_VERSION
        return text


@admin.register(TrustPage, site=desk)
class TrustPageAdmin(RecordedAdmin):
    form = TrustPageForm
    list_display = ("name", "edited_at")
    view_on_site = True

    def tags_of(self, record: TrustPage) -> Iterable[Tag]:
        return [Tags.page(record.name)]

    def get_readonly_fields(self, request: HttpRequest, obj: TrustPage | None = None) -> tuple[str, ...]:
        return ("name",) if obj else ()
