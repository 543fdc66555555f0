import hashlib
import json
import os
from dataclasses import replace

import pytest

from articles.rendering.document import Block, DocumentRejected, ReferenceKey, TocEntry, render_document
from articles.rendering.input_checks import check_markdown
from articles.rendering.plain_text import html_to_plain, word_count
from tests.unit.articles.rendering.shared_data import shared

FDA = ReferenceKey("fda-companion-diagnostics", "fda-companion-diagnostics")
PAPER = ReferenceKey("modi-2022", "pmid-35665782")


def html(markdown, **options):
    return str(render_document(markdown, **options).html)


def body(markdown, **options):
    """The HTML of one paragraph without its frame."""
    return html(markdown, **options).removeprefix('<p id="intro-1">').removesuffix("</p>")


# Citations


def test_a_pubmed_number_becomes_a_marker_without_state():
    rendered = render_document("Shown in Cancer Cell (PMID: 33577784) before. Not now.")

    assert rendered.html == (
        '<p id="intro-1">Shown in Cancer Cell (<a class="c-cite" data-cite="pmid-33577784" data-use="1" '
        'id="cite-pmid-33577784-1" href="#ref-pmid-33577784">PMID: 33577784</a>) before. Not now.</p>'
    )
    (use,) = rendered.citations
    assert (use.token, use.use, use.block, use.printed) == ("pmid-33577784", 1, "intro-1", "PMID: 33577784")
    assert use.sentence == "Shown in Cancer Cell (PMID: 33577784) before."
    assert use.sentence_hash == hashlib.sha256(b"shown in cancer cell before.").hexdigest()


def test_uses_of_a_reference_are_counted_through_the_document():
    rendered = render_document(
        "PMID 1, [words](ref:x).\n\n# Head PMID 1\n\n- PMIDs 1 and 22222",
        references=[ReferenceKey("x", "pmid-1")],
    )

    assert [(use.token, use.use, use.block) for use in rendered.citations] == [
        ("pmid-1", 1, "intro-1"), ("pmid-1", 2, "intro-1"), ("pmid-1", 3, "head-pmid-1"), ("pmid-1", 4, "head-pmid-1-1"), ("pmid-22222", 1, "head-pmid-1-1"),
    ]  # fmt: skip


def test_a_link_to_a_reference_is_a_marker_with_the_authors_words():
    rendered = render_document("See its [*2020* guidance](ref:fda-companion-diagnostics).", references=[FDA])

    assert '<a class="c-cite" data-cite="fda-companion-diagnostics" data-use="1" ' in rendered.html
    assert ">" + "<em>2020</em> guidance</a>." in rendered.html
    assert rendered.citations[0].printed == "2020 guidance"
    assert rendered.citations[0].sentence == "See its 2020 guidance."


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](ref:modi-2022)",
        "[x](REF:modi-2022)",
        "[x](ref:pmid-35665782)",
        "[x][r]\n\n[r]: ref:modi-2022",
        "[x](<ref: modi-2022>)",
        '[x](ref:modi-2022 "t")',
    ],
)
def test_a_link_may_name_a_paper_by_key_or_token(markdown):
    assert [use.token for use in render_document(markdown, references=[PAPER]).citations] == ["pmid-35665782"]


@pytest.mark.parametrize("markdown", ["One\n\ntwo [x](ref:nothing)", "One\n\n[x][r]\n\n[r]: ref:nothing"])
def test_an_unknown_reference_is_refused_with_its_place(markdown):
    with pytest.raises(DocumentRejected) as refused:
        render_document(markdown, references=[FDA])

    (problem,) = refused.value.problems
    assert (problem.code, problem.found) == ("unknown-reference", "nothing")
    assert markdown.split("\n")[problem.line - 1][problem.column - 1 :].startswith("ref:nothing")


@pytest.mark.parametrize(
    "markdown",
    [
        "`PMID: 33577784`", "    PMID: 33577784", "```\nPMID: 33577784\n```", "[PMID: 33577784](https://pubmed.ncbi.nlm.nih.gov/33577784/)",
        "<https://example.org/PMID:33577784>", "https://example.org/?q=PMID:33577784", "[x](/PMID33577784)", "<kbd>PMID: 33577784</kbd>",
        "# Head {#pmid-33577784}", "PMID: 335`77784`", '[x](/y "PMID: 33577784")', "PMID: 335**77784**999", "PMID: 335**77784**",
    ],
)  # fmt: skip
def test_numbers_in_code_links_and_addresses_are_left_alone(markdown):
    assert render_document(markdown).citations == ()


@pytest.mark.parametrize(
    ("markdown", "printed"),
    [
        ("**PMID**: 33577784", "33577784"), ("**PMID: 33577784**", "PMID: 33577784"), ("PMID: **33577784**", "33577784"),
        ("*PMID: 33577784*", "PMID: 33577784"), ("PMID:\n33577784", "PMID: 33577784"), ("PMID:&nbsp;33577784", "PMID: 33577784"),
        ("\\[PMID: 33577784\\]", "PMID: 33577784"), ("[PMID: 33577784]", "PMID: 33577784"), ("| a |\n|---|\n| PMID 33577784 |", "PMID 33577784"),
        ("> PMID 33577784", "PMID 33577784"), ("<div>PMID 33577784</div>", "PMID 33577784"), ("x[^1]\n\n[^1]: PMID 33577784", "PMID 33577784"),
        ('"PMID 33577784"', "PMID 33577784"), ("PMID&#58; 33577784", "PMID: 33577784"),
    ],
)  # fmt: skip
def test_numbers_are_found_wherever_words_may_stand(markdown, printed):
    assert [(use.token, use.printed) for use in render_document(markdown).citations] == [
        ("pmid-33577784", printed)
    ]


def test_sentences_of_citations_leave_note_numbers_out():
    rendered = render_document("First one. Then[^1] it worked[^1] (PMID: 1). Last.\n\n[^1]: Note.")

    assert rendered.citations[0].sentence == "Then it worked (PMID: 1)."


@pytest.mark.parametrize(
    "forgery",
    [
        '<a class="c-cite" data-cite="pmid-1" data-use="1" id="cite-pmid-1-1" href="#ref-pmid-1">x</a>',
        '<a href="ref:fda-companion-diagnostics">x</a>',
        '<span class="u-hidden" id="main" name="q">x</span>',
        '<p id="summary" class="c-notice">x</p>',
        '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>',
    ],
)
def test_raw_html_cannot_forge_what_is_ours(forgery):
    rendered = render_document(forgery, references=[FDA])

    assert rendered.citations == ()
    assert "class=" not in rendered.html
    assert rendered.html.count("id=") == 1


# Headings, contents, blocks


def test_headings_get_anchors_levels_and_contents():
    rendered = render_document(
        "# What Is Driving It? {#driving toc='What \"drives\" it'}\n\n### Deep *one*\n\n# Summary\n\n# Summary"
    )

    assert rendered.toc == (
        TocEntry(2, "driving", "What Is Driving It?", "What “drives” it"),
        TocEntry(3, "deep-one", "Deep one", "Deep one"),
        TocEntry(2, "sec-summary", "Summary", "Summary"),
        TocEntry(2, "sec-summary--2", "Summary", "Summary"),
    )
    assert (
        '<h2 id="driving">What Is Driving It?</h2>\n<h3 id="deep-one">Deep <em>one</em></h3>' in rendered.html
    )


def test_blocks_are_numbered_under_their_heading():
    rendered = render_document(
        "Lede.\n\n- a\n- b\n\n## One\n\n> q\n\n---\n\n```\nx = 1\n```\n\n| a |\n|---|\n| b |"
    )

    assert rendered.blocks == (
        Block("intro-1", "p", "Lede.", ""),
        Block("intro-2", "ul", "a b", ""),
        Block("one-1", "blockquote", "q", "one"),
        Block("one-2", "pre", "x = 1", "one"),
        Block("one-3", "table", "a b", "one"),
    )
    assert all(f'id="{block.anchor}"' in rendered.html for block in rendered.blocks)


def test_a_prefix_goes_before_every_id_and_the_links_to_them():
    rendered = render_document("See PMID: 1[^n].\n\n## Why\n\nSo.\n\n[^n]: Note.", anchor_prefix="faq-2-")

    assert [block.anchor for block in rendered.blocks] == ["faq-2-intro-1", "faq-2-why-1", "faq-2-why-2"]
    assert rendered.toc[0].anchor == "faq-2-why"
    for attribute in (
        'id="faq-2-cite-pmid-1-1"',
        'href="#ref-pmid-1"',
        'id="faq-2-fn-1"',
        'href="#faq-2-fn-1"',
        'href="#faq-2-fnref-1"',
    ):
        assert attribute in rendered.html


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "<div><h2>In</h2>text<p>p</p></div>",
            '<h2 id="in">In</h2>\n<p id="in-1">text</p>\n<p id="in-2">p</p>',
        ),
        (
            "<blockquote><h2>In</h2></blockquote>",
            '<blockquote id="intro-1"><p><strong>In</strong></p></blockquote>',
        ),
        ("#\n\n## {#x}", '<h2 id="x">{#x}</h2>'),
        ("<h2></h2>x", '<p id="intro-1">x</p>'),
        ("<b><p>x</p></b>", '<p id="intro-1"><b>x</b></p>'),
        ("<div></div>", ""),
        ("![x](https://evil.example/x.png)", ""),
        ("<a><img src=x></a>y", '<p id="intro-1">y</p>'),
        ("# ![x](/media/a.png)", '<h2 id="section"><img alt="x" src="/media/a.png"></h2>'),
        ("<a href=/x><h2>In</h2></a>", '<h2 id="in"><a href="/x">In</a></h2>'),
        (
            "<blockquote><h2><p>In</p></h2></blockquote>",
            '<blockquote id="intro-1"><div><p>In</p></div></blockquote>',
        ),
        ("## *a* b {#x}", '<h2 id="x"><em>a</em> b</h2>'),
        (".**..** x", '<p id="intro-1">.<strong>..</strong> x</p>'),
        ("a<br>b", '<p id="intro-1">a<br>b</p>'),
        ("text {: #main .x onclick=y }", '<p id="intro-1">text {: #main .x onclick=y }</p>'),
    ],
)
def test_loose_markup_becomes_plain_blocks(markdown, expected):
    assert html(markdown) == expected


def test_every_word_is_counted():
    rendered = render_document("# Two words\n\nand three more[^1]\n\n[^1]: Here *six*.")

    assert rendered.word_count == 7
    assert rendered.word_count == word_count(html_to_plain(rendered.html))


# Text, links, tables, notes


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ('"It\'s" -- new...', "“It’s” – new…"),
        ('*"Quoted"* text', "<em>“Quoted”</em> text"),
        ("`it's -- \"x\"...`", "<code>it's -- \"x\"...</code>"),
        ("c-MET, IGF-1R, 5--10", "c-MET, IGF-1R, 5–10"),
        ("a < b & c &beta; &lt;", "a &lt; b &amp; c β &lt;"),
        ('x {{< ref "a" >}}y {{% b %}}z', "x y z"),
        ("[text]({{< ref \"/communities\" >}} \"Mobile\") here", "text here"),
        ("[in](/a/) [frag](#b)", '<a href="/a/">in</a> <a href="#b">frag</a>'),
        ("[mail](mailto:a@example.org)", '<a href="mailto:a@example.org">mail</a>'),
        ("[out](https://example.org \"t\")", '<a class="c-ext" href="https://example.org" title="t" rel="external noopener">out<span class="u-hidden"> (external site)</span></a>'),
        ("[bad](javascript:alert(1)) [worse](//evil) [](https://example.org).", "bad worse ."),
        ("![alt](https://evil.example/x.png)word", "word"),
        ("![alt](/media/a.png)", '<img alt="alt" src="/media/a.png">'),
        ("<img src=/media/a.png>", '<img src="/media/a.png" alt="">'),
    ],
)  # fmt: skip
def test_text_is_printed_with_care(markdown, expected):
    assert body(markdown) == expected


def test_tables_scroll_in_named_regions_and_head_their_cells():
    table = html("| a | b |\n|---|--:|\n| c | 1 |\n\n<table><tr><th>x</th><td>y</td></tr></table>")

    assert (
        '<div class="c-table" role="region" tabindex="0" aria-label="Table 1" id="intro-1"><table>' in table
    )
    assert 'aria-label="Table 2" id="intro-2"' in table
    assert '<th scope="col">a</th>' in table
    assert '<th scope="col" class="is-right">b</th>' in table
    assert '<td class="is-right">1</td>' in table
    assert '<th scope="row">x</th>' in table
    assert "align=" not in table
    assert "style=" not in table


def test_notes_are_numbered_as_read_and_link_both_ways():
    rendered = render_document(
        'B[^b"<x>] and a[^a], b again[^b"<x>].\n\n[^a]: First.\n[^b"<x>]: Second.\n[^c]: Unused.'
    )

    assert rendered.html.startswith(
        '<p id="intro-1">B<sup><a class="c-note-ref" id="fnref-1" href="#fn-1" aria-label="Note 1">1</a></sup>'
    )
    assert '<a class="c-note-ref" id="fnref-2" href="#fn-2" aria-label="Note 2">2</a>' in rendered.html
    assert '<a class="c-note-ref" id="fnref-2" href="#fn-2" aria-label="Note 2">2</a>' in rendered.html
    assert 'id="fnref-1-2" href="#fn-1"' in rendered.html
    assert '<section class="c-notes" aria-label="Notes" id="intro-2">' in rendered.html
    assert '<li id="fn-1">\n<p>Second.' in rendered.html
    assert 'href="#fnref-1-2" aria-label="Back to the text of note 1"' in rendered.html
    assert 'href="#fnref-3"' not in rendered.html
    assert rendered.blocks[-1].kind == "notes"
    assert "<hr>" not in rendered.html


@pytest.mark.parametrize("markdown", ["[^1]: note<li>", "a[^1]\n\n[^1]: note</ol>"])
def test_raw_html_in_a_note_loses_no_word(markdown):
    assert "note" in render_document(markdown).html


def test_notes_inside_an_unclosed_list_stay_in_it():
    rendered = render_document("a <ol><li>\n\na[^1] b[^2]\n\n[^1]: One.\n[^2]: Two.")

    assert rendered.html.count("One.") == rendered.html.count("Two.") == 1
    assert rendered.html.count('id="fn-1"') == rendered.html.count('id="fn-2"') == 1


def test_a_way_back_that_fell_out_of_its_note_is_dropped():
    assert "fnref" not in render_document("<<table>\n\n[^1]: note<table>").html


# Refusals


@pytest.mark.parametrize(
    ("markdown", "code"),
    [
        ("a\x00", "nul"),
        ("<script>", "script"),
        ("[" * 2_000, "too-many-brackets"),
        ("x" * 100_001, "too-long"),
    ],
)
def test_what_blocks_saving_is_refused(markdown, code):
    with pytest.raises(DocumentRejected, match=f"{code} at line 1") as refused:
        render_document(markdown)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_advice_is_given_with_the_rendering():
    rendered = render_document("a <font>b</font>")

    assert [problem.code for problem in rendered.problems] == ["removed-tag"]


def test_rendering_is_deterministic():
    markdown = "a[^1] [x](ref:fda-companion-diagnostics)\n\n[^1]: b"

    assert render_document(markdown, references=[FDA]) == render_document(markdown, references=[replace(FDA)])


# Whole articles


def test_the_seed_article_renders_with_its_three_numbers_as_citations():
    lines = shared("seed/article.txt").read_text(encoding="utf-8").replace(" β ", " — ").splitlines()

    rendered = render_document("\n\n".join(f"## {line}" if line.endswith("?") else line for line in lines))

    assert [use.token for use in rendered.citations] == ["pmid-33577784", "pmid-34504358", "pmid-35671013"]
    assert [use.printed for use in rendered.citations] == [
        "PMID: 33577784",
        "PMID: 34504358",
        "PMID: 35671013",
    ]
    assert rendered.citations[0].sentence == rendered.citations[1].sentence
    assert rendered.citations[2].sentence.startswith("The DESTINY-Breast04 trial, whose results")
    assert "field’s understanding" in rendered.html
    assert "“non-amplified” HER2 levels" in rendered.html
    assert {"What Is Driving the Evolving Understanding of HER2 Biology in Oncology?"} <= {
        entry.text for entry in rendered.toc
    }
    assert rendered.problems == ()


def test_a_sample_of_real_posts_renders():
    posts = shared("data/news_digitalgov/articles.jsonl").read_text(encoding="utf-8").splitlines()
    every = 1 if os.environ.get("RENDER_ALL") else 60

    for line in posts[::every]:
        markdown = json.loads(line)["body_md"]
        if any(problem.code in {"script", "bidi-override"} for problem in check_markdown(markdown)):
            continue
        rendered = render_document(markdown)
        assert "{{<" not in rendered.html
        plain = html_to_plain(rendered.html)
        assert all(block.text in plain for block in rendered.blocks)
