"""Lines, nodes and heads of the log can be added, and neither changed nor deleted."""

from django.db import migrations

from certification.certificates.log.guards import LOG


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_transparency_log")]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: LOG.install(schema_editor.connection),
            lambda _apps, schema_editor: LOG.remove(schema_editor.connection),
        )
    ]
