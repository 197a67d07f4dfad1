"""Registrars and auditors read keys, credentials and shared pages."""

from django.db import migrations

from lms.accounts.roles import sync_roles


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0012_training_is_whole"),
        ("accounts", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(lambda apps, _schema: sync_roles(apps), migrations.RunPython.noop)]
