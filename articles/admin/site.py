"""The admin site editors sign in to."""

from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    """Django's admin under the newsroom's name."""


desk = DeskSite(name="admin")
