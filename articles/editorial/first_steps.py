"""What an editor does on an empty site, in order, until the first article is public."""

from dataclasses import dataclass

from articles.models import Article, Author, Publication, Section


@dataclass(frozen=True, slots=True)
class Step:
    """`url_name` is the admin's address for it, without arguments."""

    text: str
    hint: str
    url_name: str
    is_done: bool


def first_steps() -> tuple[Step, ...]:
    """The steps to the first public article, done ones included; empty once anything has been public."""
    if Publication.objects.exists():
        return ()
    return (
        Step(
            "Make a section",
            "Every article stands in one; they are the navigation, for example Oncology or Policy.",
            "admin:articles_section_add",
            Section.objects.exists(),
        ),
        Step(
            "Make who signs",
            "A desk of the newsroom, or a person with the interests that readers should know of.",
            "admin:articles_author_add",
            Author.objects.exists(),
        ),
        Step(
            "Write the first article",
            "Headline, standfirst and text are enough to begin; save as often as you like, readers see nothing.",
            "admin:articles_article_add",
            Article.objects.exists(),
        ),
        Step(
            "Publish it",
            "Open it and press Publish: what stands in the way is listed beside it.",
            "admin:articles_article_changelist",
            False,
        ),
    )
