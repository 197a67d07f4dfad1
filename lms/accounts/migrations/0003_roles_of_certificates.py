"""The roles' permissions once more, with those on what has come to certificates since."""

from django.db import migrations

from lms.accounts.roles import sync_roles


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles"), ("certificates", "0009_first_renewal_rules")]

    operations = [migrations.RunPython(lambda apps, _schema: sync_roles(apps), migrations.RunPython.noop)]
