"""Strategies for text that looks like HTML or Markdown, and a reader that lists what HTML consists of."""

from html.parser import HTMLParser

from hypothesis import strategies as st

FRAGMENTS = [
    "<", ">", "</", "/>", "<b>", "</b>", "<p>", "</p>", "<a href=", '"', "'", "`", "javascript:alert(1)", "ref:key", "ref:pmid-1",
    "https://example.org/", "//evil", "\\", "[", "]", "(", ")", "](", "![", "[^1]", "[^1]: note", "\n\n[^2]: two", "[^2]", "<ol><li>", "<div>\n\n", "*", "**", "_", "# ", "## ", "- ",
    "1. ", "> ", "\n", "\n\n", "    ", "|", "|-|-|\n", "```\n", "~~~\n", "{#summary}", "{#x toc='y'}", "{: onclick=x}", "&lt;",
    "&#x3c;", "&amp;", "&#0;", "<script>", "<svg>", "<math>", "<style>", "<table>", "<td>", "<li>", "<div>", "<h1>", "<img src=x onerror=y>",
    "<!--", "-->", "<![CDATA[", "<?", "PMID: 33577784", "PMIDs 1, 22222222", "word", "Fig. 2", "et al.", " ", "--", "...", "β", "🧬", "\u00a0",
    "e\u0301", "\ufeff", "\u2028", "\ud800", "\x00", "\u202e", 'class="c-cite"', "data-cite=", "id=main", "onclick=", "[x]: ref:key",
    "<pre>", "<code>", "</code>", "<br>", "<hr>", "===", "---", "{{< x >}}", "<a id=", "<noscript>", "<textarea>", "<title>", "\x0c",
]  # fmt: skip


def markup(max_size=30):
    pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6))
    return st.lists(pieces, max_size=max_size).map("".join)


class _Lister(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html):
    """Every start tag of the HTML with its attributes, in order."""
    lister = _Lister()
    lister.feed(html)
    lister.close()
    return lister.found
