"""Entries and seals can be added, and neither changed nor deleted."""

from django.db import migrations

from lms.audit.guards import install_guards, remove_guards


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: install_guards(schema_editor.connection),
            lambda _apps, schema_editor: remove_guards(schema_editor.connection),
        )
    ]
