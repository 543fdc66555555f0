"""`manage.py run_jobs`: the background worker without `serve`."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom import worker


class Command(BaseCommand):
    help = "Runs background jobs until it is stopped, or with --once what is due now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due now, then exit.")
        parser.add_argument("--parent", type=int, metavar="PID", help="Stop when that process is gone.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = worker.own_name()
        if options["once"]:
            count = worker.run_once(worker=name)
            self.stdout.write(f"{count} job{'' if count == 1 else 's'} run")
            return
        stopping = threading.Event()
        worker.stop_on_signals(stopping)
        if options["parent"]:
            worker.stop_with_parent(stopping, starter=options["parent"])
        worker.run_until(stopping, worker=name)
