import pytest

from articles import changes
from articles.models import Author, Entity, Redirect, Section, Topic
from articles.transfer.formats import RecordsFile
from articles.transfer.records import all_records, store_records
from tests import factories

pytestmark = pytest.mark.django_db


def store(kind, *rows):
    with changes.recording():
        return store_records(RecordsFile(kind, rows))


def every_kind():
    factories.section(name="Oncology", slug="oncology", position=3, description="About.")
    factories.topic(name="HER2", slug="her2")
    drug = factories.entity(name="T-DXd", slug="t-dxd", description="A drug.")
    factories.entity_synonym(entity=drug, name="Enhertu")
    factories.author(name="Ana Ruiz", slug="ana", kind="person", disclosures="None.")
    Redirect.objects.create(old_path="/articles/a/", new_path="/articles/b/")


def test_nothing_is_written_where_nothing_is():
    assert list(all_records()) == []


def test_every_row_of_every_kind_is_written_and_read_back():
    every_kind()
    files = list(all_records())
    for model in (Section, Topic, Entity, Author, Redirect):
        model.objects.all().delete()

    assert [store(file.kind, *file.rows) for file in files] == [True] * 5
    assert list(all_records()) == files
    assert [store(file.kind, *file.rows) for file in files] == [False] * 5


def test_a_row_that_is_there_is_changed_to_what_the_file_says():
    factories.section(name="Onc", slug="oncology")

    assert store("sections", ("oncology", "Oncology", "7", "About."))
    assert list(Section.objects.values_list("name", "position", "description")) == [("Oncology", 7, "About.")]


def test_names_an_entity_has_besides_are_no_difference():
    every_kind()

    assert not store("entities", ("drug", "t-dxd", "T-DXd", "", "A drug.", ""))
    assert store("entities", ("drug", "t-dxd", "T-DXd", "", "A drug.", "DS-8201"))
    assert sorted(Entity.objects.get().synonyms.values_list("name", flat=True)) == ["DS-8201", "Enhertu"]


def test_a_line_less_in_a_description_is_a_difference():
    factories.section(name="Oncology", slug="oncology", description="One.\nTwo.")

    assert store("sections", ("oncology", "Oncology", "0", "One."))


def test_redirects_never_form_a_chain():
    store("redirects", ("/b/", "/c/"))
    store("redirects", ("/a/", "/b/"))
    store("redirects", ("/c/", "/d/"))

    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/a/": "/d/",
        "/b/": "/d/",
        "/c/": "/d/",
    }


def test_a_redirect_that_turns_back_replaces_the_other():
    store("redirects", ("/a/", "/b/"))
    store("redirects", ("/b/", "/a/"))

    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/b/": "/a/"}
