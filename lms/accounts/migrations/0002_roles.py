"""The association's roles, as groups with permissions on every app's models."""

from django.db import migrations

from lms.accounts.roles import sync_roles


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
        ("notifications", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("enrollment", "0001_initial"),
        ("learning", "0001_initial"),
        ("hours", "0001_initial"),
        ("items", "0001_initial"),
        ("papers", "0001_initial"),
        ("sittings", "0001_initial"),
        ("marking", "0001_initial"),
        ("certificates", "0001_initial"),
        ("credit", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(lambda apps, _schema: sync_roles(apps), migrations.RunPython.noop)]
