"""`manage.py demo`: set up, load the demonstration site, serve it."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from granian.log import LogLevels

from newsroom import data_dir, demonstration, env, serving
from newsroom.demonstration import Account


class Command(BaseCommand):
    help = "Sets up the demonstration and serves it; run again, it keeps the data."
    # The database may not be there yet.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="Address and port to listen on.")
        parser.add_argument("--reset", action="store_true", help="Start again from nothing.")
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")
        parser.add_argument("--remove", action="store_true", help="Take the demonstration away.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bind = serving.parse_bind(options["bind"])
            data_dir.require_writable(settings.DATA_DIR)
            with data_dir.held(settings.DATA_DIR, address=bind.url):
                if options["remove"]:
                    demonstration.remove(report=self._say)
                    return
                if not options["no_serve"]:
                    serving.require_free(bind)
                accounts = demonstration.set_up(reset=options["reset"], report=self._say)
                self._print_accounts(accounts)
                if not options["no_serve"]:
                    self._serve(bind)
        except (serving.ServeError, data_dir.DataDirError, demonstration.DemonstrationError) as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            raise CommandError(_explain(error)) from None

    def _serve(self, bind: serving.Bind) -> None:
        if not os.environ.get(env.SITE_URL.name):
            os.environ[env.SITE_URL.name] = bind.url  # the web workers are new processes and read it
        serving.serve(
            bind=bind,
            workers=serving.default_workers(),
            log_level=LogLevels.warning,
            announce=lambda: self._announce(bind),
        )

    def _announce(self, bind: serving.Bind) -> None:
        self._say("")
        self._say(f"The site:           {bind.url}/")
        self._say(f"The first article:  {bind.url}{demonstration.FIRST_ARTICLE_PATH}")
        self._say(f"For editors:        {bind.url}/admin/")
        self._say("Ctrl+C stops it; `manage.py demo` starts it again with its data.")

    def _print_accounts(self, accounts: list[Account]) -> None:
        if not accounts:
            return
        self._say("")
        self._say("Accounts for /admin/ (the passwords are printed this once; demo --reset makes new ones):")
        for account in accounts:
            self._say(f"  {account.username:<10} {account.password}   {account.group}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _explain(error: OperationalError) -> str:
    if "locked" in str(error):
        return (
            "The database is in use by another program and stayed locked: stop that program and start again."
        )
    (reason, *_) = [*str(error).splitlines(), "no reason given"]
    return f"The database cannot be used ({reason}): look at DATABASE_URL."
