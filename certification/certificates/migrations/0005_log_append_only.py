from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from certification.certificates import log_guards


def install_guards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    log_guards.install_guards(schema_editor.connection)


def remove_guards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    log_guards.remove_guards(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_transparency_log")]

    operations = [migrations.RunPython(install_guards, remove_guards)]
