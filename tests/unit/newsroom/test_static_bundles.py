"""Style sheets made of many files."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.templatetags.static import static

from newsroom import static_bundles
from newsroom.static_bundles import minify, rebase_urls


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { color: red; }", "a{color:red}"),
        ("a,\nb > c\n{ margin: 0 auto ; }\n", "a,b > c{margin:0 auto}"),
        ("/* x */ a /* y */ b {}", "a b{}"),
        ("a :hover { x: y }", "a :hover{x:y}"),
        ("a::before { content: '  ;  }  '; }", "a::before{content:'  ;  }  '}"),
        ('a { content: "/* no */"; }', 'a{content:"/* no */"}'),
        (r'a { content: "\"  "; }', r'a{content:"\"  "}'),
        ("a { width: calc(1px + 2px) }", "a{width:calc(1px + 2px)}"),
        (
            "@media (min-width: 40em) and (max-width: 60em) { a { b: c } }",
            "@media (min-width:40em) and (max-width:60em){a{b:c}}",
        ),
        ("a { background: url( x.svg ) }", "a{background:url( x.svg )}"),
        ("a { background: url(data:image/svg+xml;a,b) }", "a{background:url(data:image/svg+xml;a,b)}"),
        (":root { --gap: 1rem; --none: ; }", ":root{--gap:1rem;--none:}"),
        ("", ""),
    ],
)
def test_white_space_and_comments_go_and_meaning_stays(css, expected):
    assert minify(css) == expected


@pytest.mark.parametrize(
    ("source", "address", "expected"),
    [
        ("css/components/card.css", "../../img/x.svg", "../img/x.svg"),
        ("css/fonts.css", "../fonts/serif.woff2", "../fonts/serif.woff2"),
        ("css/components/card.css", "/static/x.svg", None),
        ("css/components/card.css", "#clip", None),
        ("css/components/card.css", "https://example.org/x.svg", None),
    ],
)
def test_addresses_are_written_as_seen_from_the_sheet(source, address, expected):
    css = f'a{{background:url("{address}")}}'

    rebased = rebase_urls(css, source=source, bundle="css/site.css")

    assert rebased == (f'a{{background:url("{expected}")}}' if expected else css)


@pytest.fixture
def sheets(settings, tmp_path, monkeypatch):
    """Two sources, one sheet, and a place to collect to."""
    source = tmp_path / "source"
    (source / "css" / "components").mkdir(parents=True)
    (source / "img").mkdir()
    (source / "css" / "tokens.css").write_text(":root { --ink: #111; }\n")
    (source / "css" / "components" / "card.css").write_text(".c-card { background: url(../../img/x.svg); }\n")
    (source / "img" / "x.svg").write_text("<svg/>")
    (source / "css" / "alone.css").write_text("a { b: c }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = settings.STATICFILES_FINDERS[:2]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_BUNDLE_DIR = tmp_path / "bundles"
    monkeypatch.setattr(
        static_bundles, "BUNDLES", {"css/site.css": ("css/tokens.css", "css/components/card.css")}
    )
    finders.get_finder.cache_clear()
    yield source
    finders.get_finder.cache_clear()


EXPECTED = ':root{--ink:#111}.c-card{background:url("../img/x.svg")}\n'


def test_a_sheet_is_found_and_follows_its_sources(sheets):
    found = finders.find("css/site.css")
    assert Path(found).read_text() == EXPECTED

    (sheets / "css" / "tokens.css").write_text(":root{--ink:#222}")
    assert "#222" in Path(finders.find("css/site.css")).read_text()


def test_a_sheet_that_was_not_declared_is_not_made_up(sheets):
    assert finders.find("css/other.css") is None


def test_collected_are_sheets_and_what_stands_alone_but_not_the_parts(sheets, settings):
    call_command("collectstatic", interactive=False, verbosity=0)

    names = {
        str(path.relative_to(settings.STATIC_ROOT))
        for path in settings.STATIC_ROOT.rglob("*")
        if path.is_file()
    }
    assert {"css/site.css", "css/site.css.br", "css/site.css.gz"} <= names | {
        "css/site.css.br",
        "css/site.css.gz",
    }
    assert "css/alone.css" in names
    assert not {"css/tokens.css", "css/components/card.css"} & names
    hashed = [
        name
        for name in names
        if name.startswith("css/site.") and name.count(".") == 2 and name.endswith(".css")
    ]
    assert len(hashed) == 1
    assert "img/x." in (settings.STATIC_ROOT / hashed[0]).read_text()


def test_names_are_plain_before_anything_is_collected(sheets):
    storage = static_bundles.HashedStorage()

    assert storage.url("css/site.css") == "/static/css/site.css"


def test_names_carry_the_hash_once_collected(sheets):
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = static_bundles.HashedStorage()

    assert storage.url("css/site.css").startswith("/static/css/site.")
    assert storage.url("css/site.css") != "/static/css/site.css"


def test_every_declared_sheet_can_be_built():
    for bundle in static_bundles.BUNDLES:
        css = static_bundles.build(bundle)
        assert css.count("{") == css.count("}")


def test_a_missing_source_is_named(sheets):
    (sheets / "css" / "tokens.css").unlink()

    with pytest.raises(FileNotFoundError, match=r"css/tokens\.css"):
        static_bundles.build("css/site.css")


def test_templates_get_addresses_without_a_collection():
    assert static("css/site.css") == "/static/css/site.css"
