"""The association's rules for renewing a certificate, of the first of 2025."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODE = "renewal-2025"
PARAMETERS = {"hours_years": 3, "opens_days_before": 90, "reminder_days_before": [90, 30, 7]}


def add_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "RenewalRuleSet").objects.get_or_create(
        code=CODE,
        defaults={
            "effective_on": date(2025, 1, 1),
            "basis": "《知识产权服务从业人员能力评价证书管理办法（试行）》续期规定，2025年第1版",
            "parameters": PARAMETERS,
        },
    )


def remove_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "RenewalRuleSet").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_batches_paper_and_renewals")]

    operations = [migrations.RunPython(add_rules, remove_rules)]
