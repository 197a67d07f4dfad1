"""Entries and seals can be added, and neither changed nor deleted."""

from django.db import migrations

from lms.audit.guards import TRAIL


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: TRAIL.install(schema_editor.connection),
            lambda _apps, schema_editor: TRAIL.remove(schema_editor.connection),
        )
    ]
