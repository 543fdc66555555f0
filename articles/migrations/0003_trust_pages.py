"""The desk's own words on the pages about the site, kept by Standards editor and Publisher."""

from django.db import migrations, models

NAMES = [
    ("standards", "Editorial standards"),
    ("corrections-policy", "Corrections policy"),
    ("ai-policy", "How AI is used here"),
    ("how-we-check-citations", "How we check citations"),
    ("how-we-rate-impact", "How we rate market impact"),
    ("ownership", "Ownership and funding"),
    ("conflicts", "Conflicts of interest"),
    ("contact", "Editorial contact"),
    ("privacy", "Privacy"),
    ("accessibility", "Accessibility statement"),
]
PERMISSIONS = {
    "Standards editor": ("view", "add", "change"),
    "Publisher": ("view", "add", "change", "delete"),
    "Reporter": ("view",),
    "Editor": ("view",),
    "Read-only": ("view",),
}


def grant(apps, _schema_editor):
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="trustpage"
    )
    permission = apps.get_model("auth", "Permission").objects
    for role, verbs in PERMISSIONS.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        for verb in verbs:
            group.permissions.add(
                permission.get_or_create(
                    content_type=content_type,
                    codename=f"{verb}_trustpage",
                    defaults={"name": f"Can {verb} trust page"},
                )[0]
            )


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_roles")]
    operations = [
        migrations.CreateModel(
            name="TrustPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(choices=NAMES, max_length=30, unique=True, verbose_name="page"),
                ),
                (
                    "body_markdown",
                    models.TextField(
                        help_text="Markdown. Printed first on the page, under its title.", verbose_name="text"
                    ),
                ),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("renderer_version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("edited_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__in", [name for name, _label in NAMES])),
                        name="trustpage_name_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body_markdown", ""), _negated=True),
                        name="trustpage_says_something",
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
