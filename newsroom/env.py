"""Typed reading of environment variables, and the register of every one there is.

Nothing else reads the environment. A `Variable` says name, type, default and one sentence of help; the README's
table is printed from `VARIABLES`. Pure: no Django, so that settings can be built from it.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

CHECKOUT_DIR = Path(__file__).resolve().parent.parent
PREFIXES = ("NEWSROOM_", "ASK_", "PUBMED_")
SECRET_FILE = "secret-key"  # noqa: S105 - a file's name, not a secret

T = TypeVar("T")


class EnvError(Exception):
    """A variable that cannot be used; the message is one line that names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One environment variable. `default` is text as it would stand in the environment."""

    name: str
    kind: str
    default: str
    help: str
    parse: Callable[[str], T]
    default_shown: str = ""

    def read(self, environ: Mapping[str, str] = os.environ) -> T:
        """The value, or the default where the variable is absent or empty. Raises EnvError."""
        text = environ.get(self.name, "").strip() or self.default
        try:
            return self.parse(text)
        except ValueError as error:
            raise EnvError(f"{self.name}={text!r} is not usable: {error}. Expected: {self.kind}.") from None


def parse_switch(text: str) -> bool:
    """`1`, `true`, `yes`, `on` or their opposites, in any case."""
    word = text.lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("neither yes nor no")


def parse_whole(minimum: int, maximum: int) -> Callable[[str], int]:
    """A reader of whole numbers from `minimum` to `maximum`, both included."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ValueError("not a whole number") from None
        if not minimum <= number <= maximum:
            raise ValueError(f"outside {minimum} to {maximum}")
        return number

    return parse


def parse_list(text: str) -> list[str]:
    """Parts between commas, trimmed, empty ones dropped."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_networks(text: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks between commas: `10.0.0.1, 192.168.0.0/16` gives two networks."""
    return [ip_network(part, strict=False) for part in parse_list(text)]


def parse_site_url(text: str) -> str:
    """A scheme and host, without a trailing slash: `https://news.example.org/` loses its slash."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an http or https address")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("it must not contain a path")
    return f"{parts.scheme}://{parts.netloc}"


def parse_choice(*choices: str) -> Callable[[str], str]:
    """A reader that takes one of `choices`, in any case."""

    def parse(text: str) -> str:
        word = text.upper()
        if word not in choices:
            raise ValueError(f"not one of {', '.join(choices)}")
        return word

    return parse


def parse_directory(text: str) -> Path:
    """An absolute path; `~` is the home directory, and what is relative counts from the current one."""
    try:
        return Path(text).expanduser().resolve()
    except (RuntimeError, OSError) as error:
        raise ValueError(str(error)) from None


def parse_time_zone(text: str) -> str:
    """A name of the time zone database, such as `Europe/Berlin`."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError("no such time zone") from None


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A PostgreSQL database, taken apart. `options` are libpq's own words, such as sslmode."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: tuple[tuple[str, str], ...]


def parse_database_url(text: str) -> DatabaseAddress | None:
    """`postgresql://user:secret@host:5432/name?sslmode=require`; nothing means SQLite and gives None.

    A socket directory is written as `?host=/var/run/postgresql`.
    """
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("only postgresql:// is supported (leave it empty for SQLite)")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("it names no database")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=unquote(host),
        port=str(parts.port or options.pop("port", "")),
        options=tuple(sorted(options.items())),
    )


DATA_DIR = Variable(
    "NEWSROOM_DATA_DIR",
    "directory",
    str(CHECKOUT_DIR / "var"),
    "Where the database, media, collected static files and the secret made at first start are kept.",
    parse_directory,
    default_shown="var/ in the checkout",
)
SITE_URL = Variable(
    "NEWSROOM_SITE_URL",
    "address",
    "http://127.0.0.1:8000",
    "Public address of the site; links in feeds and pages use it, and https turns on secure cookies, HSTS and redirects.",
    parse_site_url,
)
ALLOWED_HOSTS = Variable(
    "NEWSROOM_ALLOWED_HOSTS",
    "list",
    "",
    "Host names the site answers to besides the host of NEWSROOM_SITE_URL and the loopback addresses.",
    parse_list,
)
SECRET_KEY = Variable(
    "NEWSROOM_SECRET_KEY",
    "text",
    "",
    "Key that signs sessions and tokens; all machines of one site need the same.",
    str,
    default_shown="made at first start, kept in the data directory",
)
DATABASE_URL = Variable(
    "DATABASE_URL",
    "address",
    "",
    "PostgreSQL database as postgresql://user:password@host:port/name; without it, SQLite in the data directory.",
    parse_database_url,
    default_shown="SQLite",
)
DATABASE_TIMEOUT_SECONDS = Variable(
    "NEWSROOM_DATABASE_TIMEOUT_SECONDS",
    "whole number",
    "30",
    "Longest time PostgreSQL may work on one statement; 0 sets no limit.",
    parse_whole(0, 3600),
)
TRUSTED_PROXIES = Variable(
    "NEWSROOM_TRUSTED_PROXIES",
    "list of addresses or networks",
    "",
    "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; from others these headers are ignored.",
    parse_networks,
)
DJANGO_SLOTS = Variable(
    "NEWSROOM_DJANGO_SLOTS",
    "whole number",
    "4",
    "How many requests one web worker lets into the application at a time, each with one database connection.",
    parse_whole(1, 64),
)
LANGUAGE = Variable(
    "NEWSROOM_LANGUAGE", "language code", "en", "Language of the interface and of the pages.", str
)
TIME_ZONE = Variable(
    "NEWSROOM_TIME_ZONE",
    "time zone name",
    "UTC",
    "Time zone in which dates are shown and typed; stored times are always UTC.",
    parse_time_zone,
)
PUBLISHER = Variable(
    "NEWSROOM_PUBLISHER",
    "text",
    "",
    "Legal name of who publishes the site; printed on the ownership and contact pages.",
    str,
    default_shown="empty, printed as Not stated",
)
PUBLISHER_ADDRESS = Variable(
    "NEWSROOM_PUBLISHER_ADDRESS",
    "text",
    "",
    "Postal address of the publisher; printed on the contact page.",
    str,
    default_shown="empty, printed as Not stated",
)
FUNDING = Variable(
    "NEWSROOM_FUNDING",
    "text",
    "",
    "Who owns the publisher and what pays for the site, in one sentence; printed on the ownership page.",
    str,
    default_shown="empty, printed as Not stated",
)
CONTACT_EMAIL = Variable(
    "NEWSROOM_CONTACT_EMAIL",
    "mail address",
    "",
    "Address of the editors; printed on the contact page and where readers report mistakes.",
    str,
    default_shown="empty, printed as Not stated",
)
LOG_LEVEL = Variable(
    "NEWSROOM_LOG_LEVEL",
    "DEBUG, INFO, WARNING or ERROR",
    "INFO",
    "Least important log lines that are still written.",
    parse_choice("DEBUG", "INFO", "WARNING", "ERROR"),
)
DEBUG = Variable(
    "NEWSROOM_DEBUG",
    "yes or no",
    "0",
    "Development only: error pages with details, static files unhashed.",
    parse_switch,
)

VARIABLES: tuple[Variable[Any], ...] = (
    DATA_DIR,
    SITE_URL,
    ALLOWED_HOSTS,
    SECRET_KEY,
    DATABASE_URL,
    DATABASE_TIMEOUT_SECONDS,
    TRUSTED_PROXIES,
    DJANGO_SLOTS,
    LANGUAGE,
    TIME_ZONE,
    PUBLISHER,
    PUBLISHER_ADDRESS,
    FUNDING,
    CONTACT_EMAIL,
    LOG_LEVEL,
    DEBUG,
)


def unknown_names(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Names under our prefixes that nothing reads: most often a misspelling."""
    known = {variable.name for variable in VARIABLES}
    return sorted(name for name in environ if name.startswith(PREFIXES) and name not in known)


def reference_table() -> str:
    """The Markdown table of all variables, as the README has it, without a final line break."""
    lines = ["| variable | type | default | meaning |", "|---|---|---|---|"]
    for variable in VARIABLES:
        default = variable.default_shown or variable.default
        shown = f"`{default}`" if default and not variable.default_shown else default or "empty"
        lines.append(f"| `{variable.name}` | {variable.kind} | {shown} | {variable.help} |")
    return "\n".join(lines)


def read_secret(data_dir: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The signing key: from the environment, else from the data directory, made there at first start.

    Two processes that start at once end with the same key. Raises EnvError where none can be kept.
    """
    if given := SECRET_KEY.read(environ):
        return given
    path = data_dir / SECRET_FILE
    try:
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            draft = data_dir / f".{SECRET_FILE}-{os.getpid()}-{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise EnvError(
            f"Cannot keep the secret key in {path} ({error.strerror}): "
            f"make the directory writable, or set {SECRET_KEY.name} or {DATA_DIR.name}."
        ) from None
