"""A first template of every kind, so that a new installation can issue; a change is a further version."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FIRST: Any = import_module("certification.certificates.migrations.0002_first_template")

ISSUER_EN = "Jingu Intellectual Property Services Association"
NOT_A_LICENSE = "不属于职业资格证书、职称证书或职业技能等级证书，不作为从事专利代理等法定准入业务的依据。"
NOT_A_LICENSE_EN = (
    "It is neither a vocational qualification nor a professional title nor a vocational skill level, and gives no right to "
    "business that needs a license by law, such as patent agency."
)
# What version 1 of the certificate of competency says in English, where none has been issued by it yet.
COMPETENCY_EN = {
    "title_en": "Certificate of Competency Evaluation ({domain}, {level})",
    "body_en": (
        "has taken part in the association’s competency evaluation of IP service practitioners and, having been assessed, "
        "meets the requirements of {domain} at level {level_label}."
    ),
    "disclaimer_en": (
        "Issued by the association under its Measures for the Competency Evaluation of IP Service Practitioners, this certificate "
        f"shows only that its holder met the requirements when evaluated. {NOT_A_LICENSE_EN}"
    ),
    "issuer_name_en": ISSUER_EN,
}
TEXTS: dict[str, dict[str, str]] = {
    "T": {
        "title": "知识产权服务培训结业证书",
        "title_en": "Certificate of Completion",
        "body": "于{period}参加本会举办的“{course}”培训，完成全部课程，计{hours}学时，考核合格，特发此证。",
        "body_en": (
            "has completed the association’s course “{course}” and attended {hours} hours of training, {period}."
        ),
        "disclaimer": "本证书由本会依据《知识产权服务从业人员培训管理办法》颁发，仅证明持证人完成所载培训；" + NOT_A_LICENSE,
        "disclaimer_en": (
            "Issued by the association under its Measures for the Training of IP Service Practitioners, this certificate shows "
            f"only that its holder completed the training named. {NOT_A_LICENSE_EN}"
        ),
    },
    "H": {
        "title": "知识产权服务继续教育学时证书（{year}年度）",
        "title_en": "Certificate of Continuing Education Hours ({year})",
        "body": (
            "{year}年度参加知识产权服务继续教育，经核算共计{hours}学时，其中专业科目{professional_hours}学时，"
            "达到年度学时要求，特发此证。"
        ),
        "body_en": (
            "has earned {hours} hours of continuing education in IP services in {year}, {professional_hours} of them "
            "professional ones, and so meets the year’s norm."
        ),
        "disclaimer": (
            "本证书由本会依据《知识产权服务从业人员继续教育学时管理办法》颁发，仅证明持证人的年度学时；" + NOT_A_LICENSE
        ),
        "disclaimer_en": (
            "Issued by the association under its Measures for the Continuing Education Hours of IP Service Practitioners, this "
            f"certificate shows only its holder’s hours of the year. {NOT_A_LICENSE_EN}"
        ),
    },
    "L": {
        "title": "知识产权公益服务证书（{role}）",
        "title_en": "Certificate of Service to the Public ({role})",
        "body": "作为{role}于{period}参与本会公益服务“{subject}”，计{hours}学时，特发此证，以致谢忱。",
        "body_en": (
            "has served the public as {role} in “{subject}”, {hours} hours, {period}. The association expresses its thanks."
        ),
        "disclaimer": "本证书由本会依据《知识产权公益服务管理办法》颁发，仅证明持证人参与所载公益服务；" + NOT_A_LICENSE,
        "disclaimer_en": (
            "Issued by the association under its Measures for Service to the Public, this certificate shows only that its holder "
            f"took part in the service named. {NOT_A_LICENSE_EN}"
        ),
    },
}


def add_templates(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    templates = apps.get_model("certificates", "CertificateTemplate")
    for kind, texts in TEXTS.items():
        templates.objects.get_or_create(
            kind=kind,
            version=1,
            defaults=texts
            | {
                "language": "both",
                "layout": "framed",
                "issuer_name": _FIRST.ISSUER,
                "issuer_name_en": ISSUER_EN,
                "issuer_credit_code": _FIRST.CREDIT_CODE,
                "created_at": datetime(2024, 1, 1, tzinfo=UTC),
            },
        )
    used = apps.get_model("certificates", "Certificate").objects.exclude(template=None).values("template")
    templates.objects.filter(kind=_FIRST.KIND, version=1, title=_FIRST.TITLE).exclude(pk__in=used).update(
        **COMPETENCY_EN
    )


def remove_templates(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "CertificateTemplate").objects.filter(kind__in=TEXTS, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("certificates", "0009_first_renewal_rules")]

    operations = [migrations.RunPython(add_templates, remove_templates)]
