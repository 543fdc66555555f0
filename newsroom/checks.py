"""System checks of the machine: settings that are misspelled or unsafe."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from newsroom import env

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def register_all() -> None:
    """Makes `manage.py check` run these; those about deployment only with `--deploy`."""
    checks.register(check_unknown_variables, "newsroom")
    checks.register(check_public_address, "newsroom", deploy=True)
    checks.register(check_debug_off, "newsroom", deploy=True)
    checks.register(check_secret_file, "newsroom", deploy=True)
    checks.register(check_publisher_facts, "newsroom", deploy=True)


def check_unknown_variables(**_: Any) -> list[checks.CheckMessage]:
    """Variables under our prefixes that nothing reads."""
    return [
        checks.Warning(
            f"{name} is set, and nothing reads it.",
            hint="Compare its spelling with `manage.py settings_reference`.",
            id="newsroom.W001",
        )
        for name in env.unknown_names()
    ]


def check_public_address(**_: Any) -> list[checks.CheckMessage]:
    """A public site has an address of its own, over https."""
    site = urlsplit(settings.SITE_URL)
    if site.hostname in LOOPBACK:
        return [
            checks.Warning(
                "NEWSROOM_SITE_URL is a loopback address.",
                hint="Set it to the public address; links in feeds and pages use it.",
                id="newsroom.W002",
            )
        ]
    if site.scheme != "https":
        return [
            checks.Warning(
                "NEWSROOM_SITE_URL is not https.",
                hint="Serve over https; secure cookies, HSTS and redirects follow from the address.",
                id="newsroom.W003",
            )
        ]
    return []


def check_debug_off(**_: Any) -> list[checks.CheckMessage]:
    """Error pages with details are for development."""
    if not settings.DEBUG:
        return []
    return [checks.Error("NEWSROOM_DEBUG is on.", hint="Unset it where readers come.", id="newsroom.E001")]


def check_secret_file(**_: Any) -> list[checks.CheckMessage]:
    """The key file is for its owner only."""
    path = Path(settings.DATA_DIR) / env.SECRET_FILE
    if not path.exists() or path.stat().st_mode & 0o077 == 0:
        return []
    return [
        checks.Error(f"{path} can be read by others.", hint=f"Run chmod 600 {path}", id="newsroom.E002"),
    ]


def check_publisher_facts(**_: Any) -> list[checks.CheckMessage]:
    """Readers are told who publishes the site; what is not set is printed as "Not stated"."""
    facts = (env.PUBLISHER, env.PUBLISHER_ADDRESS, env.FUNDING, env.CONTACT_EMAIL)
    return [
        checks.Warning(
            f"{fact.name} is not set: the site prints “Not stated”.", hint=fact.help, id="newsroom.W004"
        )
        for fact in facts
        if not getattr(settings, fact.name.removeprefix("NEWSROOM_"))
    ]
