"""The demonstration: content from fixtures/, four accounts, and taking both away again."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, User
from articles.transfer import actions as transfer
from newsroom import collecting, site_state
from newsroom.env import CHECKOUT_DIR

FIXTURES = CHECKOUT_DIR / "fixtures"
CONTENT = (FIXTURES / "reports", FIXTURES / "articles")
FIRST_ARTICLE_PATH = "/articles/her2-biologys-role-in-advancing-next-generation-cancer-therapies/"

PROGRESS_EVERY = 20
Report = Callable[[str], None]


class DemonstrationError(Exception):
    """The demonstration cannot be set up; the message is one line."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demonstration's desk; the password exists here and, hashed, in the database only."""

    username: str
    group: str
    display_name: str
    password: str = ""


ACCOUNTS = (
    Account("reporter", "Reporter", "Demo reporter"),
    Account("editor", "Editor", "Demo editor"),
    Account("standards", "Standards editor", "Demo standards editor"),
    Account("publisher", "Publisher", "Demo publisher"),
)


def set_up(*, reset: bool, report: Report) -> list[Account]:
    """Brings the site to where the demonstration can be served; returns accounts that were made, with passwords.

    A site that has the demonstration is kept as it is. Raises DemonstrationError for a site with other content.
    """
    report("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    if reset:
        _require_own_site("--reset")
        site_state.empty()
    if site_state.is_complete_demonstration():
        report("The demonstration is there; its data is kept.")
        accounts: list[Account] = []
    else:
        _require_own_site("demo")
        accounts = _fill(report)
    collecting.collect(report=report)
    connection.close()
    return accounts


def remove(*, report: Report) -> None:
    """Takes the demonstration away and leaves an empty site. Raises DemonstrationError where somebody has written."""
    call_command("migrate", interactive=False, verbosity=0)
    _require_own_site("--remove")
    own = Article.objects.exclude(created_by=None).count()
    if own:
        raise DemonstrationError(
            f"{own} article(s) were written here and would be lost: keep them with `manage.py export_articles DIR`, "
            "then empty the site with `manage.py reset_site --yes`."
        )
    site_state.empty()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    connection.close()
    report("The demonstration is removed; the site is empty. To begin your own:")
    report("  manage.py createsuperuser    the first editor")
    report(
        "  manage.py serve              then sign in at /admin/, which shows the steps to the first article"
    )


def _require_own_site(what: str) -> None:
    if not (site_state.is_demonstration() or site_state.is_empty()):
        raise DemonstrationError(
            f"This site has content that {what} did not make: give the demonstration a data directory of its own, "
            "with NEWSROOM_DATA_DIR."
        )


def _fill(report: Report) -> list[Account]:
    if not site_state.is_demonstration():
        site_state.mark_begun()
    report("Loading the content …")
    outcome = transfer.import_paths(
        paths=CONTENT,
        newest_on=timezone.now().date(),
        progress=lambda done, total: _tell_progress(report, done, total),
    )
    if outcome.failed_count:
        for line in outcome.lines:
            report(f"  {line}")
        raise DemonstrationError(f"{outcome.failed_count} file(s) below {FIXTURES} were refused, see above.")
    with transaction.atomic():
        accounts = [_make_account(account) for account in ACCOUNTS]
        site_state.mark_complete()
    return accounts


def _tell_progress(report: Report, done: int, total: int) -> None:
    if done % PROGRESS_EVERY == 0 and done < total:
        report(f"  {done} of {total} files")


def _make_account(account: Account) -> Account:
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    user = User.objects.create_user(
        username=account.username, password=password, display_name=account.display_name, is_staff=True
    )
    user.groups.add(Group.objects.get_or_create(name=account.group)[0])
    return Account(account.username, account.group, account.display_name, password)
