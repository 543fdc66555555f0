"""Style sheets made of many files: which sources, in which order, joined and without comments and white space.

`BUNDLES` is the one list. Pages link `css/site.css` and the sheet of their family; the sources are not collected.
Works the same under `collectstatic`, in tests and in development.
"""

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Sheet -> its sources below static/, in the order of the cascade. A source may stand in several sheets.
BUNDLES: dict[str, tuple[str, ...]] = {
    "css/site.css": (
        "css/tokens.css",
        "css/fonts.css",
        "css/base.css",
        "css/layout.css",
        "css/components/text.css",
        "css/components/masthead.css",
        "css/components/crumbs.css",
        "css/components/box.css",
        "css/components/button.css",
        "css/components/footer.css",
    ),
    "css/article.css": (
        "css/components/article.css",
        "css/components/byline.css",
        "css/components/notice.css",
        "css/components/summary.css",
        "css/components/impact.css",
        "css/components/ask.css",
        "css/components/contents.css",
        "css/components/prose.css",
        "css/components/citation.css",
        "css/components/state.css",
        "css/components/reference.css",
        "css/components/takeaways.css",
        "css/components/faq.css",
        "css/components/history.css",
        "css/components/facts.css",
        "css/components/story.css",
    ),
    "css/lists.css": (
        "css/components/page_head.css",
        "css/components/columns.css",
        "css/components/story.css",
        "css/components/lead.css",
        "css/components/impact.css",
        "css/components/ratings.css",
        "css/components/rating_table.css",
        "css/components/state.css",
        "css/components/topics.css",
        "css/components/pager.css",
        "css/components/facts.css",
    ),
    "css/pages.css": (
        "css/components/page_head.css",
        "css/components/notice.css",
        "css/components/story.css",
        "css/components/facts.css",
        "css/components/ask.css",
        "css/components/prose.css",
    ),
}

_TOKENS = re.compile(
    r"""
    (?P<comment>/\*.*?\*/)
    | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    | (?P<url>url\(\s*(?P<quote>["']?)(?P<address>[^"')]*?)(?P=quote)\s*\))
    | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_AROUND = re.compile(r" ?([{};,]) ?")


def minify(css: str) -> str:
    """`css` without comments and needless white space; strings and addresses stay as they are.

    `a { color : red; }  /* x */` gives `a{color :red}`.
    """
    kept: list[str] = []

    def park(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    def shorten(match: re.Match[str]) -> str:
        if match["comment"] or match["space"]:
            return " "
        return park(match[0])

    text = _TOKENS.sub(shorten, css)
    text = re.sub(r" +", " ", text)
    text = _AROUND.sub(r"\1", text)
    text = re.sub(r": +", ":", text).replace(";}", "}").strip()
    return re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], text)


def rebase_urls(css: str, *, source: str, bundle: str) -> str:
    """Relative addresses of `source` written as they are seen from `bundle`; both are paths below static/."""

    def rebase(match: re.Match[str]) -> str:
        address = match["address"]
        if address is None or re.match(r"(?:[a-z][a-z0-9+.-]*:|/|#)", address, re.IGNORECASE):
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), address))
        return f'url("{posixpath.relpath(path, posixpath.dirname(bundle))}")'

    return _TOKENS.sub(rebase, css)


def build(bundle: str) -> str:
    """The finished style sheet. Raises FileNotFoundError naming the source that is missing."""
    parts = []
    for source in BUNDLES[bundle]:
        css = _source_path(source).read_text(encoding="utf-8")
        parts.append(minify(rebase_urls(css, source=source, bundle=bundle)))
    return "".join(parts) + "\n"


def _source_path(source: str) -> Path:
    for directory in settings.STATICFILES_DIRS:
        path = Path(directory) / source
        if path.is_file():
            return path
    raise FileNotFoundError(f"no static file {source}")


def _write(bundle: str) -> Path:
    """Puts the sheet into the bundle directory and returns its path; an unchanged file is left alone."""
    path = Path(settings.STATIC_BUNDLE_DIR) / bundle
    css = build(bundle)
    if not path.is_file() or path.read_text(encoding="utf-8") != css:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.write_text(css, encoding="utf-8")
        draft.replace(path)
    return path


class SourceFinder(FileSystemFinder):
    """The files of static/, less those that are only parts of a bundle."""

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        parts = {source for sources in BUNDLES.values() for source in sources}
        for path, storage in super().list(ignore_patterns):
            if path.replace(os.sep, "/") not in parts:
                yield path, storage


class BundleFinder(BaseFinder):
    """The sheets of `BUNDLES`, built when they are asked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in BUNDLES:
            return []
        built = str(_write(path))
        return [built] if find_all else built

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=settings.STATIC_BUNDLE_DIR)
        for bundle in BUNDLES:
            _write(bundle)
            yield bundle, storage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names with a hash of the content, as collected; plain names where nothing was collected yet."""

    # A page that names a file we do not have must not be an error page.
    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        if settings.DEBUG or not self.hashed_files:
            return str(FileSystemStorage.url(self, name))
        return str(super().url(name, force))
