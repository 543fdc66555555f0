"""The WSGI application of one web worker."""

import multiprocessing
import os
import signal
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
_django = get_wsgi_application()

from newsroom import front  # noqa: E402 - needs the settings that the line above loads


def _leave_with_parent() -> None:
    """Ends this worker in good order when the process that supervises it was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


_leave_with_parent()
application = front.build(_django)
