"""The WSGI application of one web worker."""

import multiprocessing
import os
import signal
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
_django = get_wsgi_application()

from newsroom import front  # noqa: E402 - needs the settings that the line above loads


def _follow_parent() -> None:
    """Leaves it to the supervisor when to stop, and stops in good order when the supervisor was killed.

    Ctrl+C reaches supervisor and workers alike; a granian worker that gets SIGINT and SIGTERM at once hangs (2.8.7).
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


_follow_parent()
application = front.build(_django)
