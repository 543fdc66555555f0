import pytest

from articles import changes
from articles.models import Change, Entity, Section
from articles.models.evidence import Checker, RecordState
from articles.transfer.formats import AuthorItem, EntityItem, FileRejected, ReferenceItem
from articles.transfer.shared import author_named, entity_like, reference_like, section_named, topics_named
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_recording():
    with changes.recording():
        yield


def test_a_section_is_found_by_name_and_made_when_there_is_none():
    made = section_named("Oncology")

    assert section_named("oncology") == made
    assert (made.slug, Section.objects.count()) == ("oncology", 1)
    assert Change.objects.get().tags == "section-oncology site"


def test_slugs_of_new_rows_never_clash():
    slugs = [section_named(name).slug for name in ("R&D", "R D", "r-d!", "你好", "再见")]

    assert slugs == ["r-d", "r-d-2", "r-d-3", "item", "item-2"]


def test_topics_are_found_or_made_in_the_order_given():
    known = factories.topic(name="HER2")

    topics = topics_named(["her2", "ADCs"])

    assert topics[0] == known
    assert topics[1].name == "ADCs"


def test_an_author_is_a_desk_unless_said_and_stays_what_it_is():
    desk = author_named(AuthorItem("Oncology desk"))
    person = author_named(AuthorItem("Ana Ruiz", "person"))

    assert (desk.kind, person.kind) == ("desk", "person")
    assert author_named(AuthorItem("Ana Ruiz")) == person


def test_an_entity_is_found_by_name_synonym_or_number():
    drug = entity_like(EntityItem("trastuzumab deruxtecan", "drug", ("Enhertu",)))
    trial = entity_like(EntityItem("DESTINY-Breast04", "trial", nct="NCT00000001"))

    assert entity_like(EntityItem("Trastuzumab Deruxtecan", "drug")) == drug
    assert entity_like(EntityItem("enhertu", "drug")) == drug
    assert entity_like(EntityItem("DB-04", "trial", nct="NCT00000001")) == trial
    assert entity_like(EntityItem("Enhertu", "target")) != drug


def test_other_names_are_added_and_none_is_taken_away():
    drug = entity_like(EntityItem("A", "drug", ("B",)))

    entity_like(EntityItem("A", "drug", ("C", "b", "a")))
    entity_like(EntityItem("A", "drug"))

    assert sorted(drug.synonyms.values_list("name", flat=True)) == ["B", "C"]


def test_a_trial_gets_its_number_later_but_never_another():
    trial = entity_like(EntityItem("A", "trial"))

    entity_like(EntityItem("A", "trial", nct="NCT00000001"))

    trial.refresh_from_db()
    assert trial.nct == "NCT00000001"
    with pytest.raises(FileRejected, match="“A” has the number NCT00000001 here, not NCT00000002"):
        entity_like(EntityItem("A", "trial", nct="NCT00000002"))


def test_an_entity_without_a_kind_is_the_one_that_has_the_name():
    target = factories.entity(kind="target", name="HER2")

    assert entity_like(EntityItem("her2")) == target


def test_an_entity_without_a_kind_is_first_sought_near():
    target, drug = (factories.entity(kind=kind, name="X") for kind in ("target", "drug"))

    assert entity_like(EntityItem("X"), [drug]) == drug
    with pytest.raises(FileRejected, match="several things are called “X”"):
        entity_like(EntityItem("X"), [target, drug])


def test_an_entity_without_a_kind_that_nobody_knows_is_refused():
    with pytest.raises(FileRejected, match="“X” is not known yet: say whether it is a company"):
        entity_like(EntityItem("X"))
    assert not Entity.objects.exists()


def reference(article_id=0, said=None, **values):
    item = ReferenceItem(**({"kind": "paper", "key": "key"} | values))
    return reference_like(item, article_id=article_id, said=[] if said is None else said)


def test_a_paper_is_found_by_pmid_or_doi():
    paper = reference(pmid=1, doi="10.1000/x")

    assert reference(pmid=1) == reference(doi="10.1000/x", title="T") == paper


def test_a_document_is_found_by_title_publisher_and_date():
    fda = reference(kind="regulator", title="Framework", publisher="FDA")

    assert reference(kind="regulator", title="Framework", publisher="FDA") == fda
    assert reference(kind="regulator", title="Framework", publisher="EMA") != fda
    assert reference(kind="trial", title="Framework", nct="NCT00000001") != fda


def test_a_registration_is_found_by_its_number():
    trial = reference(kind="trial", title="T", nct="NCT00000001")

    assert reference(kind="trial", title="T", nct="NCT00000001") == trial


def test_what_is_missing_in_a_record_is_added():
    paper = reference(pmid=1)

    reference(pmid=1, doi="10.1000/x", title="A title", date="2020")

    paper.refresh_from_db()
    assert (paper.doi, paper.title, paper.issued) == ("10.1000/x", "A title", "2020")


def test_a_record_that_another_article_cites_keeps_what_it_says():
    said = []
    paper = reference(pmid=1, title="First title")
    other = factories.article()
    other.reference_links.create(reference=paper, key="pmid-1")

    reference(pmid=1, title="Second title", kind="preprint", said=said)
    reference(pmid=1, title="Third title", article_id=other.pk)

    paper.refresh_from_db()
    assert said == ["references, key: title “First title” of the record was kept"]
    assert (paper.title, paper.kind) == ("Third title", "paper")


def test_a_record_that_was_looked_up_keeps_what_it_says(now):
    said = []
    paper = reference(pmid=1, title="The record's title")
    paper.record_state, paper.checked_at, paper.checked_by = RecordState.FOUND, now, Checker.SAMPLE
    paper.save()

    reference(pmid=1, title="Another title", said=said)

    paper.refresh_from_db()
    assert paper.title == "The record's title"
    assert said


def test_numbers_that_belong_to_different_papers_are_refused():
    reference(pmid=1, doi="10.1000/x")
    reference(pmid=2)

    with pytest.raises(FileRejected, match="two different records"):
        reference(pmid=2, doi="10.1000/x")
    with pytest.raises(FileRejected, match="belongs to PMID 1 here, not 3"):
        reference(pmid=3, doi="10.1000/x")
