"""Payloads against the sanitizer and the renderer: the shared list, our own, and where in a text they may hide."""

import json
import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "xss" / "payloads.json"

# What the shared list lacks: mutation through two parsers, addresses, clobbering, and what Markdown makes of a text.
OWN = [
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<iframe srcdoc=\"<img src=x onerror=parent.alert(1)>\"></iframe>",
    "<template><img src=x onerror=alert(1)></template><select><template><style><!--</style><a rel=\"--></style></template></select><img id=x src onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><svg onload=alert(1)>\">",
    "<svg><![CDATA[><image xlink:href=\"]]><img src=x onerror=alert(1)//\"></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:alert(1) /><text x=20 y=20>x</text></a>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='alert(1)'/></svg>#x\"/></svg>",
    "<math href=\"javascript:alert(1)\">x</math>", "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>", "<input autofocus onfocus=alert(1)>", "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<object data=javascript:alert(1)></object>", "<embed src=javascript:alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>", "<button popovertarget=x>c</button><p popover id=x onbeforetoggle=alert(1)>x</p>",
    "<style>@keyframes x{}</style><p style=\"animation-name:x\" onanimationstart=alert(1)>x</p>", "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/><a href=/x>x</a>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">", "<meta http-equiv=refresh content=0;//evil.example/>",
    "<a href=\"javascript&colon;alert(1)\">x</a>", "<a href=\"java&Tab;script&colon;alert(1)\">x</a>", "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"&#1;javascript:alert(1)\">x</a>", "<a href=\"\x0bjavascript:alert(1)\">x</a>", "<a href=\"&#x6A;avascript&#x3A;alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>", "<a href=\"JAVASCRIPT:alert(1)\">x</a>", "<a href=\"javascript://%0aalert(1)\">x</a>",
    "<a href=\"javascript:1337;alert(1)\">x</a>", "<a href=\"javascript:123\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=javascript:alert(1)//https://example.org/>x</a>", "<a href=\"vbscript:x\">x</a>", "<a href=\"blob:x\">x</a>", "<a xlink:href=javascript:alert(1)>x</a>",
    "<a href=//evil.example>x</a>", "<a href=\"\\\\evil.example\">x</a>", "<a href=\"/\\evil.example\">x</a>", "<a href=\"/&#9;/evil.example\">x</a>",
    "<a href=\"#\" ping=//evil.example/>x</a>", "<img src=//evil.example/x.png>", "<img src=\"/\\evil.example/x.png\">", "<img srcset=//evil.example/x.png>",
    "<img src=/media/../../x onerror=alert(1)>", "<img src=x:x onerror=alert(1)>", "<picture><source srcset=//evil.example/x><img></picture>",
    "<p style=\"background:url(//evil.example/x.png)\">x</p>", "<table background=//evil.example/x.png><tr><td background=//evil.example/y>x</table>",
    "<img name=getElementById><img id=cookie name=cookie><form name=body><form id=location><a id=x><a id=x name=y href=https://example.org>x</a>",
    "<form id=x><input name=attributes><input name=parentNode onfocus=alert(1) autofocus></form>", "<iframe name=forms></iframe><embed name=createElement>",
    "<p id=executions>x</p><object id=known></object>", "<a href=x id=alert>x</a>", "<p is=x-y slot=z part=w>x</p>", "<x-y onclick=alert(1)>x</x-y>",
    "[x](javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](JaVaScRiPt:alert(1) \"t\")", "[x](java\nscript:alert(1))", "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))", "[x](\\javascript:alert(1))", "[x](java\\script:alert(1))", "[x](\x01javascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x]: javascript:alert(1)\n\n[x] [y][x] ![z][x]", "[x]: <javascript:alert(1)> 't'\n\n[x]", "[x]: data:text/html,x\n\n[x]", "<javascript:alert(1)>", "<javascript://example.org/%0aalert(1)>",
    "![x](x\"onerror=\"alert(1))", "![x\" onerror=\"alert(1)](/media/x.png)", "![x](/media/x.png \"t\\\" onerror=alert(1) \\\"\")", "[x](https://example.org/\"onmouseover=alert(1)//)",
    "[x](https://example.org \"t\" onclick=alert(1) \"\")", "[x](https://example.org '\"><img src=x onerror=alert(1)>')", "[<img src=x onerror=alert(1)>](https://example.org)",
    "[a](<https://example.org/<img src=x onerror=alert(1)>>)", "`<img src=x onerror=alert(1)>`", "``` \"><img src=x onerror=alert(1)>\nx\n```", "```{#x onclick=alert(1) .y}\nx\n```",
    "# x {onclick=alert(1) #main}\n\ntext {: onclick=alert(1) style=x }\n\n[x](/y){: onmouseover=alert(1)}", "# <img src=x onerror=alert(1)> {#\"><img src=x onerror=alert(1)>}",
    "# x {#a toc='<img src=x onerror=alert(1)>'}", "x[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: <img src=x onerror=alert(1)>", "x[^1]\n\n[^1]: [y](javascript:alert(1))",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| [x](javascript:alert(1)) | <svg onload=alert(1)> |", "'\"<img src='x' onerror=\"alert('1')\">\"'",
    "\"'\"<a href=\"javascript:alert('1')\">\"'\"</a>", "[x](ref:key\"onclick=\"alert(1))", "[x](ref:javascript:alert(1))", "[<svg onload=alert(1)>](ref:key)", "[x](ref:\"><img src=x onerror=alert(1)>)",
    "<a class=\"c-cite\" data-cite=\"key\" data-use=\"1\" id=\"x\" href=\"javascript:alert(1)\">x</a>", "PMID: 1<img src=x onerror=alert(1)>", "PMID: <svg onload=alert(1)>33577784</svg>",
    "<b title='<a class=\"c-cite\" data-cite=\"key\" data-use=\"1\" id=\"' id='\" href=\"\"><img src=x onerror=alert(1)>'>x</b>", "{{< x \"<img src=x onerror=alert(1)>\" >}}<{{< x >}}img src=x onerror=alert(1)>",
    "<im{{< x >}}g src=x onerror=alert(1)>", "<a href=\"java{{< x >}}script:alert(1)\">x</a>", "[x](java{{< x >}}script:alert(1))", "\u0002wzxhzdk:0\u0003", "\u0002klzzwxh:0000\u0003 **a**",
    "\u000260\u0003img src=x onerror=alert(1)\u000262\u0003", "&lt;img src=x onerror=alert(1)&gt;", "&amp;lt;img src=x onerror=alert(1)&amp;gt;", "<div markdown=1 onclick=alert(1)>\n\n**x**\n\n</div>",
    "<!--><img src=x onerror=alert(1)>-->", "<!--<img src=x onerror=alert(1)--!><img src=x onerror=alert(1)>", "<![CDATA[<img src=x onerror=alert(1)>]]>", "<?xml <img src=x onerror=alert(1)> ?>",
    "<!DOCTYPE x [<!ENTITY y \"<img src=x onerror=alert(1)>\">]>&y;", "<%00script>alert(1)</script>", "<img/src=x/onerror=alert(1)>", "<img\x0csrc=x\x0conerror=alert(1)>", "<IMG SRC=x OnErRoR=alert(1)",
    "<img src=`x` onerror=alert(1)>", "</p onclick=alert(1)>x", "<a\u3000href=javascript:alert(1)>x</a>", "＜img src=x onerror=alert(1)＞", "<ſcript>alert(1)</ſcript>", "<ſvg onload=alert(1)>", "<ıframe src=javascript:alert(1)>",
]  # fmt: skip

# Places in a Markdown text where somebody else's words may end up.
PLACES = [
    "{0}",
    '[{0}]({0} "{0}")',
    "![{0}]({0} '{0}')",
    "# {0} {{#{0} toc='{0}'}}\n\n{0}",
    "x[^{0}]\n\n[^{0}]: {0}",
    '[x][y] [{0}]\n\n[y]: {0} "{0}"\n[{0}]: {0}',
    "| {0} | b |\n|---|---|\n| {0} | c |",
    "- {0}\n    > {0}\n\n<{0}>",
    'PMID: 33577784 *{0}* "{0}" [{0}](ref:key)',
]


def all_payloads():
    """The shared list and our own; without the shared one the test is skipped, under CI it fails."""
    if not SHARED.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "payloads lie beside the checkout only where this is developed"
        )
    shared = [entry["payload"] for entry in json.loads(SHARED.read_text(encoding="utf-8"))]
    return [*shared, *OWN]
