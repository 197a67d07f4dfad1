"""The association's first competency certificate, so that a new installation can issue; a change is a further version."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = "A"
TITLE = "知识产权服务从业人员能力评价证书（{domain}方向 {level}）"
BODY = "参加本会组织的知识产权服务从业人员能力评价，经考核，达到{domain}方向{level_label}的能力要求，评价结论为合格，特发此证。"
DISCLAIMER = (
    "本证书由本会依据《知识产权服务从业人员能力评价管理办法》颁发，仅证明持证人在评价时达到相应能力要求；"
    "不属于职业资格证书、职称证书或职业技能等级证书，不作为从事专利代理等法定准入业务的依据。"
)
ISSUER = "津沽知识产权服务行业协会"
# Invented, like the association: DEMO stands where a real code has digits.
CREDIT_CODE = "51120000MADEMO0017"


def add_template(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "CertificateTemplate").objects.get_or_create(
        kind=KIND,
        version=1,
        defaults={
            "title": TITLE,
            "body": BODY,
            "disclaimer": DISCLAIMER,
            "issuer_name": ISSUER,
            "issuer_credit_code": CREDIT_CODE,
            "created_at": datetime(2024, 1, 1, tzinfo=UTC),
        },
    )


def remove_template(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "CertificateTemplate").objects.filter(kind=KIND, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [migrations.RunPython(add_template, remove_template)]
