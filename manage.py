#!/usr/bin/env python3
"""Entry point of every command. Kept to old syntax, so that an old Python can say what is wrong."""

import os
import sys


def main():
    if sys.version_info < (3, 11):
        sys.exit(
            "Python 3.11 or newer is needed, this is %d.%d: make the environment with python3.11 -m venv .venv"
            % sys.version_info[:2]
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for %s: run python3 -m venv .venv && .venv/bin/pip install -e . "
            "and start with .venv/bin/python" % sys.executable
        )
    from newsroom.env import EnvError

    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
