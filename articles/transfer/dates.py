"""Moves the dates of a set of articles together, so that a demonstration is as old as the day it is loaded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from articles.transfer.formats import ArticleFile


def days_to(day: date, files: Iterable[ArticleFile]) -> timedelta:
    """By how many whole days `files` have to move for the newest to be of `day`; zero without a dated article."""
    newest = max((file.published for file in files if file.published), default=None)
    return timedelta(days=(day - newest.date()).days) if newest else timedelta()


def moved(file: ArticleFile, by: timedelta, *, now: datetime) -> ArticleFile:
    """`file` with its dates moved; what would lie ahead of `now` is of this minute."""
    return replace(file, published=_moved(file.published, by, now), updated=_moved(file.updated, by, now))


def _moved(moment: datetime | None, by: timedelta, now: datetime) -> datetime | None:
    return min(moment + by, now.replace(second=0, microsecond=0)) if moment else None
