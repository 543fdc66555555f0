from typing import Any

import pytest

from articles.models import Author, Change, Entity, Reference, Report, Section, Topic, User
from tests import factories
from tests.admin.desk import sign_in, sign_in_as_administrator, text

pytestmark = pytest.mark.django_db

REFERENCE = "/admin/articles/reference/add/"
INLINE = {"synonyms-TOTAL_FORMS": "0", "synonyms-INITIAL_FORMS": "0"}


def tags() -> set[str]:
    return {tag for change in Change.objects.all() for tag in change.tags.split()}


def test_saving_a_record_tells_the_pages_that_show_it() -> None:
    client = sign_in_as_administrator()
    client.post("/admin/articles/topic/add/", {"name": "Topic", "slug": "topic"})
    client.post("/admin/articles/section/add/", {"name": "Section", "slug": "section", "position": "1"})
    client.post("/admin/articles/author/add/", {"name": "Desk", "slug": "desk", "kind": "desk"})
    client.post("/admin/articles/entity/add/", {"name": "Drug", "slug": "drug", "kind": "drug"} | INLINE)
    client.post(
        "/admin/articles/report/add/",
        {"title": "Report", "slug": "report", "kind": "report", "publisher_class": "own"},
    )
    client.post(REFERENCE, {"kind": "paper", "pmid": "33577784"})
    assert tags() == {
        "topic-topic",
        "section-section",
        "front",
        "site",
        f"author-{Author.objects.get().pk}",
        f"entity-{Entity.objects.get().pk}",
        f"report-{Report.objects.get().pk}",
        "reports",
        f"reference-{Reference.objects.get().pk}",
        "studies",
    }


def test_deleting_records_tells_the_pages_that_showed_them() -> None:
    client = sign_in_as_administrator()
    gone, kept = factories.topic(), factories.topic()
    client.post(f"/admin/articles/topic/{gone.pk}/delete/", {"post": "yes"})
    assert tags() == {f"topic-{gone.slug}", "front"}
    client.post(
        "/admin/articles/topic/", {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    )
    assert not Topic.objects.exists()
    assert f"topic-{kept.slug}" in tags()


def test_an_address_is_chosen_once() -> None:
    client = sign_in_as_administrator()
    section = factories.section(slug="kept")
    url = f"/admin/articles/section/{section.pk}/change/"
    assert 'name="slug"' not in text(client.get(url))
    client.post(url, {"name": "Renamed", "slug": "changed", "position": "3"})
    assert Section.objects.values_list("name", "slug").get() == ("Renamed", "kept")


def test_a_section_with_articles_is_not_deleted() -> None:
    article = factories.article()
    client = sign_in_as_administrator()
    page = client.post(f"/admin/articles/section/{article.section_id}/delete/", {"post": "yes"})
    assert "protected" in text(page)
    assert Section.objects.exists()


@pytest.mark.parametrize(
    "typed", ["33577784", " PMID: 33577784 ", "https://pubmed.ncbi.nlm.nih.gov/33577784/"]
)
def test_a_pmid_is_read_in_the_spellings_people_paste(typed: str) -> None:
    sign_in().post(REFERENCE, {"kind": "paper", "pmid": typed})
    assert Reference.objects.get().pmid == 33577784


def test_numbers_are_stored_in_one_spelling() -> None:
    sign_in().post(
        REFERENCE,
        {
            "kind": "trial",
            "doi": "https://doi.org/10.1056/NEJMoa2203690",
            "nct": "nct03734029",
            "title": "Trial",
        },
    )
    reference = Reference.objects.get()
    assert (reference.doi, reference.nct) == ("10.1056/nejmoa2203690", "NCT03734029")


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"pmid": "abc"}, "pmid", "“abc” is no PubMed number"),
        ({"pmid": "123456789"}, "pmid", "is no PubMed number"),
        ({"pmid": "0"}, "pmid", "is no PubMed number"),
        ({"pmid": ""}, "pmid", "A paper needs its PMID or its DOI."),
        ({"doi": "11.5/x"}, "doi", "is no DOI"),
        ({"pmid": "1", "nct": "NCT1"}, "nct", "is no trial number"),
        ({"pmid": "1", "issued": "June 2020"}, "issued", "write 2020, 2020-06 or 2020-06-18"),
        ({"kind": "company", "title": ""}, "title", "Give it a title"),
        ({"kind": "trial", "title": "A trial"}, "nct", "needs its NCT number or its address"),
        ({"pmid": "1", "title": "a\u202eb"}, "title", "line 1, column 2"),
        ({"pmid": "1", "container": "a\x00b"}, "container", "NUL"),
    ],
)
def test_a_reference_that_is_wrong_says_which_field_and_why(
    values: dict[str, str], field: str, said: str
) -> None:
    page = sign_in().post(REFERENCE, {"kind": "paper"} | values)
    assert said in page.context["adminform"].form.errors[field][0]
    assert not Reference.objects.exists()


def test_the_same_pmid_twice_is_refused() -> None:
    factories.reference(pmid=33577784)
    page = sign_in().post(REFERENCE, {"kind": "paper", "pmid": "33577784"})
    assert "already exists" in text(page)


def test_references_are_found_by_number_and_by_words() -> None:
    client = sign_in()
    paper = factories.reference(pmid=33577784, title="One title")
    factories.reference(title="Another")
    for term in ("PMID 33577784", "one title"):
        found = client.get("/admin/articles/reference/", {"q": term}).context["cl"].result_list
        assert list(found) == [paper]


def test_a_reference_page_says_what_is_known_of_it() -> None:
    reference = factories.reference()
    page = text(sign_in().get(f"/admin/articles/reference/{reference.pk}/change/"))
    assert "Not looked up yet" in page
    assert "What is known" not in text(sign_in().get(REFERENCE))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"publisher_class": "sponsored"}, "names its sponsor"),
        ({"sponsor": "Somebody"}, "Only a sponsored document has one"),
        ({"issued": "June"}, "write 2020"),
    ],
)
def test_a_report_that_is_wrong_says_why(values: dict[str, str], said: str) -> None:
    given = {"title": "Report", "slug": "report", "kind": "report", "publisher_class": "own"}
    assert said in text(sign_in().post("/admin/articles/report/add/", given | values))
    assert not Report.objects.exists()


def test_a_listed_report_can_be_viewed_on_the_site() -> None:
    client = sign_in()
    listed, hidden = factories.report(is_listed=True), factories.report(is_listed=False)
    assert "View on site" in text(client.get(f"/admin/articles/report/{listed.pk}/change/"))
    assert "View on site" not in text(client.get(f"/admin/articles/report/{hidden.pk}/change/"))
    assert "Not listed" in text(client.get("/admin/articles/report/"))


@pytest.mark.parametrize(("kind", "said"), [("drug", "Only a trial"), ("trial", "is no trial number")])
def test_an_entity_with_a_wrong_number_says_why(kind: str, said: str) -> None:
    nct = "NCT03734029" if kind == "drug" else "NCT12"
    given = {"name": "Name", "slug": "name", "kind": kind, "nct": nct}
    assert said in text(sign_in().post("/admin/articles/entity/add/", given | INLINE))


def test_an_entity_has_other_names() -> None:
    given = {"name": "Trastuzumab deruxtecan", "slug": "t-dxd", "kind": "drug"} | INLINE
    sign_in().post(
        "/admin/articles/entity/add/", given | {"synonyms-TOTAL_FORMS": "1", "synonyms-0-name": "Enhertu"}
    )
    assert Entity.objects.get().synonyms.get().name == "Enhertu"


def test_a_password_is_never_in_the_form_of_an_account() -> None:
    client = sign_in_as_administrator()
    user: Any = factories.user()
    user.set_password("a long secret of somebody")
    user.save()
    page = text(client.get(f"/admin/articles/user/{user.pk}/change/"))
    assert user.password not in page
    client.post(
        f"/admin/articles/user/{user.pk}/change/",
        {
            "username": user.username,
            "time_zone": "Europe/Berlin",
            "is_active": "on",
            "password": "overwritten",
        },
    )
    user.refresh_from_db()
    assert user.check_password("a long secret of somebody")
    assert user.time_zone == "Europe/Berlin"


def test_a_time_zone_exists() -> None:
    client = sign_in_as_administrator()
    user = factories.user()
    client.post(
        f"/admin/articles/user/{user.pk}/change/", {"username": user.username, "time_zone": "Mars/Base"}
    )
    assert User.objects.get(pk=user.pk).time_zone == "UTC"


def test_published_notices_are_read_and_not_edited() -> None:
    correction = factories.correction()
    client = sign_in_as_administrator()
    assert correction.number in text(client.get("/admin/articles/correction/"))
    page = client.get(f"/admin/articles/correction/{correction.pk}/change/")
    assert 'name="_save"' not in text(page)
    assert client.get("/admin/articles/correction/add/").status_code == 403
