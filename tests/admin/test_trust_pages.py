import pytest

from articles.models import Change, TrustPage
from tests import factories
from tests.admin.desk import sign_in, sign_in_as_administrator, text

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/trustpage/add/"


def test_the_desks_words_stand_above_what_the_software_says():
    client = sign_in_as_administrator()
    client.post(
        ADD,
        {"name": "standards", "body_markdown": "We answer **every** letter.\n\n## Appeals\n\nTo the board."},
    )

    page = client.get("/standards/").content.decode()

    assert "<strong>every</strong>" in page
    assert page.index("Appeals") < page.index("What an article says about itself")


def test_changing_the_words_tells_the_page_that_shows_them():
    client = sign_in_as_administrator()
    kept = factories.trust_page(name="contact")
    client.post(f"/admin/articles/trustpage/{kept.pk}/change/", {"body_markdown": "Write to the desk."})

    assert Change.objects.get().tags == "page-contact"
    assert "Write to the desk." in client.get("/contact/").content.decode()


def test_a_page_has_one_text():
    client = sign_in_as_administrator()
    factories.trust_page(name="privacy")
    client.post(ADD, {"name": "privacy", "body_markdown": "Again."})

    assert TrustPage.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("A <script>alert(1)</script>", "line 1"),
        ("Fine.\n\nNot\u202e fine.", "line 3"),
        ("As shown (PMID: 33577784).", "no list of references"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place(typed, said):
    answer = sign_in_as_administrator().post(ADD, {"name": "privacy", "body_markdown": typed})

    assert said in text(answer)
    assert not TrustPage.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"), [("Publisher", True), ("Standards editor", True), ("Editor", False)]
)
def test_standards_editors_and_publishers_keep_them(role, may):
    assert (sign_in(role).get(ADD).status_code == 200) is may
