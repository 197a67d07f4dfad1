"""Registrars decide employers' applications; auditors see what came of them."""

from django.db import migrations

from lms.accounts.roles import sync_roles


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0001_employers_and_their_checks"),
        ("accounts", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(lambda apps, _schema: sync_roles(apps), migrations.RunPython.noop)]
