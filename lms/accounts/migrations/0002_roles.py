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
        # Wagtail's own migrations hand permissions to every group that they find, so they come first.
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(lambda apps, _schema: sync_roles(apps), migrations.RunPython.noop)]
