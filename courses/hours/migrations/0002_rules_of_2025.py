"""The association's rules of the ledger from 2025 on."""

from django.apps.registry import Apps
from django.db import migrations

PARAMETERS = {
    # 《专业技术人员继续教育规定》 Art 8: 90 hours a year, professional subjects generally two thirds.
    "year_norm": 90,
    "professional_min": 60,
    "general_max": 30,
    # The association's own rules from here on.
    "lesson_minutes": 45,
    "step": "0.5",
    "half_day_max": 4,
    "day_max": 8,
    "noon": "12:00",
    "repeat_months": 24,
    "online_day_max": 8,
    "online_watched_percent": 90,
    "online_quiz_percent": 60,
    "teaching_factor": 2,
    "publications_year_max": 10,
    "claims_until": "01-31",
    "cycle_years": 1,
    "carry_over": False,
}


def add_rule_set(apps: Apps, _schema: object) -> None:
    apps.get_model("hours", "HoursRuleSet").objects.create(
        code="2025", first_year=2025, basis="《专业技术人员继续教育规定》第八条；本会学时登记办法", parameters=PARAMETERS
    )


def remove_rule_set(apps: Apps, _schema: object) -> None:
    apps.get_model("hours", "HoursRuleSet").objects.filter(code="2025").delete()


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]

    operations = [migrations.RunPython(add_rule_set, remove_rule_set)]
