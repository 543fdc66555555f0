"""The library of reports."""

import pytest
from django.test import Client

from articles import changes
from articles.changes import Tags
from articles.models.report import PublisherClass
from tests import factories
from tests.views.publishing import publish

pytestmark = pytest.mark.django_db


def test_library_shows_listed_reports_only(client: Client):
    factories.report(title="Listed", is_listed=True)
    factories.report(title="Hidden")

    html = client.get("/reports/").content.decode()

    assert "Listed" in html
    assert "Hidden" not in html


def test_empty_library_says_so(client: Client):
    response = client.get("/reports/")

    assert response.status_code == 200
    assert "No report in the library yet." in response.content.decode()
    assert Tags.REPORTS in changes.declared_tags(response)


def test_sponsored_report_names_who_paid_in_list_and_page(client: Client):
    report = factories.report(
        is_listed=True, publisher_class=PublisherClass.SPONSORED, sponsor="Maker & Co", slug="paid"
    )

    for path in ("/reports/", report.get_absolute_url()):
        assert "Sponsored document, paid for by Maker &amp; Co" in client.get(path).content.decode()


def test_report_page_prints_what_is_known_and_who_points_to_it(client: Client):
    report = factories.report(
        slug="policy",
        is_listed=True,
        title="A policy",
        applies_to="Idaho only",
        url="https://payer.example.org/policy.pdf",
        issued="2020-06",
    )
    report.topics.add(factories.topic(name="Radiation", slug="radiation"))
    publication = publish(headline="What the policy means")
    factories.publication_report(publication=publication, report=report)

    response = client.get("/reports/policy/")

    html = response.content.decode()
    for words in (
        "A policy",
        "Idaho only",
        "payer.example.org",
        "2020-06",
        "Radiation",
        "What the policy means",
    ):
        assert words in html
    assert 'rel="external noopener"' in html
    assert {Tags.report(report.pk), Tags.article(publication.article_id)} <= changes.declared_tags(response)


def test_report_page_leaves_out_what_is_not_known(client: Client):
    factories.report(slug="plain", is_listed=True)

    html = client.get("/reports/plain/").content.decode()

    for term in ("Publisher", "Applies to", "Issued", "Document</dt>", "Articles that point to it"):
        assert term not in html.partition("<main")[2].partition("</main>")[0].replace("Whose document", "")


def test_hidden_and_unknown_reports_are_not_found(client: Client):
    factories.report(slug="hidden")

    assert client.get("/reports/hidden/").status_code == 404
    assert client.get("/reports/none/").status_code == 404


def test_library_pages_through_all_reports(client: Client):
    for n in range(21):
        factories.report(is_listed=True, title=f"Report number {n:02}")

    first = client.get("/reports/").content.decode()
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = client.get(f"/reports/{older}").content.decode()

    assert "Report number 20" in first
    assert "Report number 00" not in first
    assert "Report number 00" in second
    assert client.get("/reports/?after=1").status_code in {200, 404}


@pytest.mark.parametrize("query", ["after=x", "after=%00", "after=" + "9" * 5000, "q=1"])
def test_odd_query_strings_show_the_first_page(client: Client, query: str):
    factories.report(is_listed=True, title="The report")

    assert "The report" in client.get(f"/reports/?{query}").content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_report_pages_cost_the_same_for_few_and_many(client: Client, django_assert_num_queries, count: int):
    report = factories.report(slug="policy", is_listed=True)
    for n in range(count):
        report.topics.add(factories.topic())
        report.entities.add(factories.entity())
        factories.publication_report(publication=publish(), report=report, position=n + 1)
        factories.report(is_listed=True)

    with django_assert_num_queries(2):
        client.get("/reports/")
    with django_assert_num_queries(5):
        client.get("/reports/policy/")
