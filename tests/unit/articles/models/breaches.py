"""For every constraint of the schema, ways to store a row that breaks it and nothing else.

Keys are a constraint's name, or `Model.field` where the field itself is unique.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from articles.models.choices import ChangeClass, PublicState, WorkState
from tests import factories
from tests.factories import NOW

Breach = Callable[[], object]

EARLIER = NOW - timedelta(days=1)
LATER = NOW + timedelta(days=1)


def row(factory: Callable[..., Any], **values: Any) -> Breach:
    """One row with these values. A callable value is called first, so that rows are made inside the test."""

    def breach() -> object:
        return factory(**{name: value() if callable(value) else value for name, value in values.items()})

    return breach


def twice(factory: Callable[..., Any], *fields: str, **values: Any) -> Breach:
    """Two rows that have `fields` in common, besides `values`."""

    def breach() -> object:
        first = factory(**values)
        return factory(**values | {field: getattr(first, field) for field in fields})

    return breach


def _itself(factory: Callable[..., Any], field: str, **values: Any) -> Breach:
    """A row whose foreign key `field` points to the row itself."""

    def breach() -> object:
        made = factory(**values)
        setattr(made, field, made)
        return made.save()

    return breach


def _related_to_itself() -> object:
    article = factories.article()
    return factories.related_article(article=article, related=article)


def _approved(**values: Any) -> Breach:
    complete = {"approved_by": factories.user, "approved_at": NOW, "approved_hash": "hash"}
    return row(factories.article, **complete | values)


def _own_approval() -> object:
    writer = factories.user()
    return factories.article(last_edited_by=writer, approved_by=writer, approved_at=NOW, approved_hash="hash")


def _own_revision_approval() -> object:
    writer = factories.user()
    return factories.revision(written_by=writer, approved_by=writer)


def _same_revision(factory: Callable[..., Any], **values: Any) -> Breach:
    def breach() -> object:
        first = factory(**values)
        return factory(**values, revision=first.revision, article=factories.article())

    return breach


def _second_publication() -> object:
    first = factories.publication()
    again = factories.revision(article=first.article, number=2)
    return factories.publication(article=first.article, revision=again, slug="another-address")


def _second_trial() -> object:
    factories.entity(kind="trial", nct="NCT03734029")
    return factories.entity(kind="trial", nct="NCT03734029")


ORDERED = {
    "articlebyline": factories.article_byline,
    "summarypoint": factories.summary_point,
    "takeaway": factories.takeaway,
    "faq": factories.faq,
    "relatedarticle": factories.related_article,
    "articlereport": factories.article_report,
    "articlereference": factories.article_reference,
}

BREACHES: dict[str, list[Breach]] = {
    # Articles, as the desk works on them
    "Article.public_id": [twice(factories.article, "public_id")],
    "Article.slug": [twice(factories.article, "slug")],
    "article_has_headline": [row(factories.article, headline="")],
    "article_slug_form": [
        row(factories.article, slug=slug)
        for slug in ("", "Upper", "-a", "a-", "a--b", "a_b", "a b", "über", "a/b")
    ],
    "article_kind_known": [row(factories.article, kind="rumour")],
    "article_state_known": [row(factories.article, state="lost")],
    "article_ai_use_known": [row(factories.article, ai_use="perhaps")],
    "article_conflicts_known": [row(factories.article, conflicts="perhaps")],
    "article_conflicts_said_when_declared": [
        row(factories.article, conflicts="declared"),
        row(factories.article, conflicts="none", conflicts_text="The author holds shares."),
        row(factories.article, conflicts_text="The author holds shares."),
    ],
    "article_ai_assistance_said": [row(factories.article, ai_use="assisted")],
    "article_ai_reviewer_named": [row(factories.article, ai_use="written_reviewed")],
    "article_approval_complete": [
        _approved(approved_by=None),
        _approved(approved_at=None),
        _approved(approved_hash=""),
    ],
    "article_approver_is_not_last_editor": [_own_approval],
    "article_scheduled_has_time": [row(factories.article, state=WorkState.SCHEDULED)],
    "article_not_before_embargo": [row(factories.article, embargo_until=NOW, publish_at=EARLIER)],
    # Children
    **{f"{name}_place_unique": [twice(factory, "article")] for name, factory in ORDERED.items()},
    **{f"{name}_place_from_1": [row(factory, position=0)] for name, factory in ORDERED.items()},
    "articlebyline_role_known": [row(factories.article_byline, role="ghost")],
    "summarypoint_said": [row(factories.summary_point, text="")],
    "takeaway_said": [row(factories.takeaway, text="")],
    "faq_said": [row(factories.faq, question=""), row(factories.faq, answer_markdown="")],
    "impact_once_a_dimension": [twice(factories.market_impact, "article")],
    "impact_dimension_known": [row(factories.market_impact, dimension="weather")],
    "impact_level_known": [row(factories.market_impact, level="huge")],
    "impact_horizon_known": [row(factories.market_impact, horizon="soon")],
    "impact_reason_needs_level": [
        row(factories.market_impact, level="", reason="A filing is due."),
        row(factories.market_impact, level="", horizon="later"),
    ],
    "impact_rated_when": [row(factories.market_impact, rated_by=factories.user, rated_at=None)],
    "ratingchange_dimension_known": [row(factories.rating_change, dimension="weather")],
    "ratingchange_level_known": [row(factories.rating_change, level="huge")],
    "ratingchange_horizon_known": [row(factories.rating_change, horizon="soon")],
    "relatedarticle_not_itself": [_related_to_itself],
    "relatedarticle_says_why": [row(factories.related_article, reason="")],
    "articlereport_says_why": [row(factories.article_report, reason="")],
    # People and taxonomy
    "User.username": [twice(factories.user, "username")],
    "Author.public_id": [twice(factories.author, "public_id")],
    "Author.slug": [twice(factories.author, "slug")],
    "Author.name": [twice(factories.author, "name")],
    "author_kind_known": [row(factories.author, kind="robot")],
    "author_named": [row(factories.author, name="")],
    "Section.slug": [twice(factories.section, "slug")],
    "Section.name": [twice(factories.section, "name")],
    "section_named": [row(factories.section, name="")],
    "Topic.slug": [twice(factories.topic, "slug")],
    "Topic.name": [twice(factories.topic, "name")],
    "topic_named": [row(factories.topic, name="")],
    "Entity.public_id": [twice(factories.entity, "public_id")],
    "entity_slug_unique_in_kind": [twice(factories.entity, "slug")],
    "entity_name_unique_in_kind": [twice(factories.entity, "name")],
    "entity_nct_unique": [_second_trial],
    "entity_kind_known": [row(factories.entity, kind="planet")],
    "entity_named": [row(factories.entity, name="")],
    "entity_nct_is_a_trials_number": [
        row(factories.entity, kind="drug", nct="NCT03734029"),
        row(factories.entity, kind="trial", nct="NCT0373402"),
        row(factories.entity, kind="trial", nct="nct03734029"),
    ],
    "synonym_unique_in_entity": [twice(factories.entity_synonym, "entity", "name")],
    "synonym_named": [row(factories.entity_synonym, name="")],
    # Evidence
    "Reference.public_id": [twice(factories.reference, "public_id")],
    "Reference.pmid": [twice(factories.reference, "pmid")],
    "reference_kind_known": [row(factories.reference, kind="rumour")],
    "reference_pmid_range": [row(factories.reference, pmid=0), row(factories.reference, pmid=100_000_000)],
    "reference_doi_form": [
        row(factories.reference, doi=doi)
        for doi in (
            "10.1/x",
            "doi:10.1000/x",
            "https://doi.org/10.1000/x",
            "10.1000/X",
            "10.1000/a b",
            "10.1000/",
        )
    ],
    "reference_nct_form": [row(factories.reference, nct="NCT1"), row(factories.reference, nct="nct03734029")],
    "reference_issued_form": [
        row(factories.reference, issued=issued)
        for issued in ("20", "June 2020", "2020-6", "2020-06-", "2020/06")
    ],
    "reference_doi_unique": [twice(factories.reference, doi="10.1000/x")],
    "reference_paper_has_number": [row(factories.reference, pmid=None, title="A paper")],
    "reference_is_recognisable": [row(factories.reference, pmid=None, doi="10.1000/x")],
    "reference_trial_is_found": [row(factories.reference, kind="trial", title="DESTINY-Breast04")],
    "reference_checked_when_and_by": [
        row(factories.reference, checked_at=NOW),
        row(factories.reference, checked_by="sample"),
        row(factories.reference, record_state="found"),
        row(factories.reference, record_state="found", checked_at=NOW),
        row(factories.reference, checked_at=NOW, checked_by="sample"),
    ],
    "reference_only_pubmed_says_not_found": [
        row(factories.reference, record_state="not_found", checked_at=NOW, checked_by="sample")
    ],
    "articlereference_has_key": [row(factories.article_reference, key="")],
    "citation_state_known": [row(factories.citation, state="verified", checked_at=NOW, checked_by="sample")],
    "citation_once_a_sentence": [
        twice(factories.citation, "article", "reference", "sentence", "sentence_hash", use=None)
    ],
    "citation_use_unique": [twice(factories.citation, "article", "reference")],
    "citation_use_from_1": [row(factories.citation, use=0)],
    "citation_checked_when_and_by": [
        row(factories.citation, checked_at=NOW),
        row(factories.citation, checked_by="sample"),
    ],
    "citation_state_was_checked": [row(factories.citation, state="matched")],
    "citation_accepted_by_an_editor": [
        row(factories.citation, accepted_by=factories.user),
        row(
            factories.citation,
            accepted_by=factories.user,
            state="matched",
            checked_at=NOW,
            checked_by="pubmed",
        ),
    ],
    "evidenceevent_checker_known": [row(factories.evidence_event, checked_by="nobody")],
    "evidenceevent_editor_named": [row(factories.evidence_event, checked_by="editor")],
    # What readers read
    "Revision.public_id": [twice(factories.revision, "public_id")],
    "Revision.chain_hash": [twice(factories.revision, "chain_hash")],
    "revision_number_unique": [twice(factories.revision, "article")],
    "revision_number_from_1": [row(factories.revision, number=0, change=ChangeClass.FIRST)],
    "revision_change_known": [row(factories.revision, number=2, change="rewrite")],
    "revision_first_is_first": [
        row(factories.revision, number=2, change=ChangeClass.FIRST),
        row(factories.revision, number=1, change=ChangeClass.UPDATE, note="New figures."),
        row(factories.revision, number=1, previous_hash="hash"),
        row(factories.revision, number=2, previous_hash=""),
    ],
    "revision_says_what_changed": [row(factories.revision, number=2, note="")],
    "revision_four_eyes": [_own_revision_approval],
    "Publication.article": [_second_publication],
    "Publication.revision": [_same_revision(factories.publication)],
    "Publication.slug": [twice(factories.publication, "slug")],
    "publication_has_headline": [row(factories.publication, headline="")],
    "publication_kind_known": [row(factories.publication, kind="rumour")],
    "publication_state_known": [row(factories.publication, state="lost", state_changed_at=NOW)],
    "publication_withdrawn_for_a_reason": [
        row(factories.publication, state=PublicState.WITHDRAWN, state_changed_at=NOW),
        row(
            factories.publication,
            state=PublicState.WITHDRAWN,
            state_reason="embarrassing",
            state_changed_at=NOW,
        ),
        row(factories.publication, state_reason="privacy"),
    ],
    "publication_state_since": [row(factories.publication, state=PublicState.PAUSED)],
    "publication_modified_after_published": [row(factories.publication, modified_at=EARLIER)],
    "publication_levels_known": [
        row(factories.publication, **{dimension: "huge"})
        for dimension in ("regulatory", "commercial", "competitive", "investment")
    ],
    "publicationtopic_once": [twice(factories.publication_topic, "publication", "topic")],
    "publicationentity_once": [twice(factories.publication_entity, "publication", "entity")],
    "publicationreference_place_unique": [twice(factories.publication_reference, "publication")],
    "publicationauthor_once": [twice(factories.publication_author, "publication", "author")],
    "publicationreport_once": [twice(factories.publication_report, "publication", "report")],
    "publicationreport_says_why": [row(factories.publication_report, reason="")],
    "publicationrelated_once": [twice(factories.publication_related, "publication", "related")],
    "publicationrelated_says_why": [row(factories.publication_related, reason="")],
    "TrustPage.name": [twice(factories.trust_page, "name")],
    "trustpage_name_known": [row(factories.trust_page, name="imprint")],
    "trustpage_says_something": [row(factories.trust_page, body_markdown="")],
    "Redirect.old_path": [twice(factories.redirect, "old_path")],
    "redirect_paths_absolute": [
        row(factories.redirect, old_path="articles/a/"),
        row(factories.redirect, new_path="https://example.org/"),
    ],
    "redirect_stays_here": [
        row(factories.redirect, new_path="//example.org/"),
        row(factories.redirect, old_path="//example.org/"),
    ],
    "redirect_goes_elsewhere": [row(factories.redirect, old_path="/a/", new_path="/a/")],
    # The library, the desk, corrections
    "Report.public_id": [twice(factories.report, "public_id")],
    "Report.slug": [twice(factories.report, "slug")],
    "report_titled": [row(factories.report, title="")],
    "report_kind_known": [row(factories.report, kind="leaflet")],
    "report_sponsor_named": [
        row(factories.report, publisher_class="sponsored"),
        row(factories.report, publisher_class="own", sponsor="A company"),
        row(factories.report, publisher_class="unheard_of"),
    ],
    "report_issued_form": [row(factories.report, issued="June 2020")],
    "timelineentry_says_what": [row(factories.timeline_entry, verb="")],
    "task_open_once": [twice(factories.task, "key")],
    "task_said": [
        row(factories.task, title=""),
        row(factories.task, key=""),
        row(factories.task, kind=""),
    ],
    "task_done_when": [row(factories.task, done_by=factories.user)],
    "contact_erased_is_empty": [
        row(factories.contact, erased_at=NOW, email=""),
        row(factories.contact, erased_at=NOW, name=""),
    ],
    "CorrectionReport.public_id": [twice(factories.correction_report, "public_id")],
    "CorrectionReport.number": [twice(factories.correction_report, "number")],
    "CorrectionReport.token": [twice(factories.correction_report, "token")],
    "CorrectionReport.nonce": [twice(factories.correction_report, "nonce")],
    "correctionreport_kind_known": [row(factories.correction_report, kind="mood")],
    "correctionreport_state_known": [row(factories.correction_report, state="lost")],
    "correctionreport_says_what": [row(factories.correction_report, wrong="")],
    "correctionreport_decided_when_and_by": [
        row(factories.correction_report, decided_at=NOW),
        row(factories.correction_report, decided_by=factories.user),
    ],
    "correctionreport_decision_dated": [
        row(factories.correction_report, state="accepted"),
        row(factories.correction_report, state="declined"),
        row(factories.correction_report, state="duplicate", duplicate_of=factories.correction_report),
    ],
    "correctionreport_duplicate_of_one": [
        row(factories.correction_report, state="duplicate", decided_at=NOW, decided_by=factories.user),
        row(factories.correction_report, duplicate_of=factories.correction_report),
    ],
    "correctionreport_not_its_own_duplicate": [
        _itself(
            lambda: factories.correction_report(
                state="duplicate",
                duplicate_of=factories.correction_report(),
                decided_at=NOW,
                decided_by=factories.user(),
            ),
            "duplicate_of",
        )
    ],
    "correctionreport_revision_has_article": [
        row(factories.correction_report, article=None, revision=factories.revision)
    ],
    "Correction.public_id": [twice(factories.correction, "public_id")],
    "Correction.number": [twice(factories.correction, "number")],
    "Correction.revision": [_same_revision(factories.correction)],
    "correction_kind_known": [row(factories.correction, kind="minor")],
    "correction_says_what": [row(factories.correction, text="")],
    "correction_raiser_known": [row(factories.correction, raised_by="nobody")],
    "correction_error_before_fix": [row(factories.correction, error_since=LATER)],
    "correction_reported_before": [row(factories.correction, reported_at=LATER)],
    "correction_now_has_was": [row(factories.correction, now="2024")],
    # What the machinery keeps about itself
    "change_names_a_tag": [row(factories.change, tags="")],
    "change_says_why": [row(factories.change, why="")],
    "Job.public_id": [twice(factories.job, "public_id")],
    "job_key_unique_while_unfinished": [twice(factories.job, key="match-17")],
    "job_status_known": [row(factories.job, status="lost")],
    "job_running_has_lease_and_worker": [
        row(factories.job, status="running"),
        row(factories.job, status="running", lease_until=NOW),
        row(factories.job, status="running", worker="worker-1"),
        row(factories.job, lease_until=NOW),
        row(factories.job, worker="worker-1"),
    ],
    "job_finished_has_time": [
        row(factories.job, status="succeeded"),
        row(factories.job, status="dead"),
        row(factories.job, finished_at=NOW),
    ],
    "job_may_be_tried": [row(factories.job, attempts_max=0)],
    "Schedule.name": [twice(factories.schedule, "name")],
    "Worker.name": [twice(factories.worker, "name")],
    "limit_counter_one_per_window": [twice(factories.limit_counter, "subject")],
}
# The unique pairs of children whose place also clashes need a place of their own.
BREACHES |= {
    "articlebyline_once_in_a_role": [
        lambda: _again(factories.article_byline, "article", "author"),
    ],
    "relatedarticle_once": [lambda: _again(factories.related_article, "article", "related")],
    "articlereport_once": [lambda: _again(factories.article_report, "article", "report")],
    "articlereference_once": [lambda: _again(factories.article_reference, "article", "reference")],
    "publicationreference_once": [
        lambda: _again(factories.publication_reference, "publication", "reference"),
    ],
    "articlereference_key_unique": [lambda: _again(factories.article_reference, "article", "key")],
}


def _again(factory: Callable[..., Any], *fields: str) -> object:
    """A second child at place 2 that has `fields` in common with the first."""
    first = factory()
    return factory(position=2, **{field: getattr(first, field) for field in fields})
