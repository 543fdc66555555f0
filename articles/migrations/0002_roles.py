"""The roles of the desk, as groups with permissions. They are complete right after `migrate`."""

from django.db import migrations

WRITING = ("article", "reference")
SORTING = ("topic", "entity", "author", "report")
EVERYTHING = (*WRITING, *SORTING, "section", "correction", "redirect")
READ_ONLY = [f"view_{model}" for model in EVERYTHING]
REPORTER = [*READ_ONLY, *(f"{verb}_{model}" for verb in ("add", "change") for model in WRITING)]
EDITOR = [
    *REPORTER,
    *(f"{verb}_{model}" for verb in ("add", "change") for model in SORTING),
    "delete_article",
    "publish_article",
]
STANDARDS_EDITOR = [*EDITOR, "withdraw_article"]
PUBLISHER = [
    *STANDARDS_EDITOR,
    *(f"delete_{model}" for model in (*SORTING, "reference")),
    *(f"{verb}_section" for verb in ("add", "change", "delete")),
]
ROLES = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Standards editor": STANDARDS_EDITOR,
    "Publisher": PUBLISHER,
    "Read-only": READ_ONLY,
}


def create_roles(apps, _schema_editor=None):
    """Makes the groups and gives them what they lack; takes nothing away. `reset_site` calls it too."""
    # Django makes permissions after the last migration; the roles need theirs now.
    group_model = apps.get_model("auth", "Group")
    for role, codenames in ROLES.items():
        group, _created = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(_permission(apps, codename) for codename in codenames))


def _permission(apps, codename):
    action, model_name = codename.rsplit("_", 1)
    model = apps.get_model("articles", model_name)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model=model_name
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {action} {model._meta.verbose_name_raw}"},
    )
    return permission


def remove_roles(apps, _schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=["publish_article", "withdraw_article"]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_schema"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_roles, remove_roles)]
