"""The association's first rule set: items B01–B06 and D01–D15, windows, publication, deciders, working days."""

from datetime import date, timedelta

from django.db import migrations

CODE = "credit-2024-1"
EFFECTIVE_ON = date(2024, 1, 1)

# code, variant, points, months, maximum, title, evidence
BONUSES = [
    ("B01", "", 1, 12, 3, "公益代理、维权援助或志愿服务（每件或每8小时）", "Public-welfare agency, rights aid or volunteering (per case or 8 hours)", "组织方记录", "Organizer’s record"),
    ("B02", "", 1, 12, 2, "公益授课，或命制试题20道以上通过审定", "Gives a public lecture, or writes 20 or more approved items", "课程安排、命题记录", "Program or item log"),
    ("B03", "L2", 1, None, None, "持有有效的能力评价证书（L2 中级）", "Holds a valid competency certificate (L2 Practitioner)", "证书编号", "Certificate number"),
    ("B03", "L3", 2, None, None, "持有有效的能力评价证书（L3 高级）", "Holds a valid competency certificate (L3 Senior)", "证书编号", "Certificate number"),
    ("B03", "L4", 3, None, None, "持有有效的能力评价证书（L4 专家）", "Holds a valid competency certificate (L4 Expert)", "证书编号", "Certificate number"),
    ("B04", "district", 1, 12, None, "受到区级表彰", "Commended by a district", "表彰文件", "Document"),
    ("B04", "city", 2, 12, None, "受到市级表彰", "Commended by the city", "表彰文件", "Document"),
    ("B04", "national", 3, 12, None, "受到国家级表彰", "Commended nationally", "表彰文件", "Document"),
    ("B05", "", 1, 12, None, "连续12个月履行服务质量承诺且无查实投诉", "Kept the service-quality pledge for 12 months without an upheld complaint", "承诺书、投诉记录", "Pledge and complaint log"),
    ("B06", "", 1, 12, 2, "举报他人违规行为经查证属实", "Verified report of others’ violations", "案卷", "Case file"),
]
# code, variant, points, severity, title, evidence
DEDUCTIONS = [
    ("D01", "less", -3, "minor", "年度学时不足，缺口小于标准的一半", "Yearly hours short by less than half of the norm", "学时台账", "Hours ledger"),
    ("D01", "half", -5, "minor", "年度学时不足，缺口达到标准的一半", "Yearly hours short by half of the norm or more", "学时台账", "Hours ledger"),
    ("D02", "", -2, "minor", "经两次提醒仍未确认年度信用档案", "Yearly profile not confirmed after two reminders", "系统记录", "System log"),
    ("D03", "ordinary", -5, "minor", "服务投诉经查实（一般情形）", "Upheld service complaint, ordinary", "处理决定", "Decision"),
    ("D03", "serious", -10, "ordinary", "服务投诉经查实（情节较重）", "Upheld service complaint, serious", "处理决定", "Decision"),
    ("D04", "talk", -5, "minor", "自律惩戒：提醒谈话", "Discipline: cautionary talk", "送达的决定", "Decision served"),
    ("D04", "circular", -10, "ordinary", "自律惩戒：通报批评", "Discipline: criticism by circular", "送达的决定", "Decision served"),
    ("D04", "censure", -20, "ordinary", "自律惩戒：公开谴责", "Discipline: public censure", "送达的决定", "Decision served"),
    ("D05", "", -15, "ordinary", "填报信息不实或违反承诺", "Untrue data or a broken pledge", "核查报告", "Verification report"),
    ("D06", "cheating", -20, "ordinary", "能力评价中作弊", "Cheating in an assessment", "监考记录", "Invigilation file"),
    ("D06", "leaking", -40, "severe", "替考或泄露试题", "Impersonation or leaking items", "监考记录", "Invigilation file"),
    ("D07", "", -30, "severe", "挂证（出借资格证书）", "Lends a certificate", "决定或本人承认", "Decision or admission"),
    ("D08", "", -30, "severe", "伪造或冒用本会证书、印章", "Forged or misused association certificate or seal", "核验结果", "Result of the check"),
    ("D09", "", -20, "ordinary", "私自接受委托、同时在两家机构执业或利益冲突", "Private acceptance, two agencies or a conflict of interest", "处罚文书", "Penalty document"),
    ("D10", "", -30, "severe", "泄露委托人的发明创造内容或秘密", "Leaks a client’s invention or secret", "处罚文书或判决", "Penalty or judgment"),
    ("D11", "corrected", -5, "minor", "非正常申请，按期改正", "Non-normal filing, corrected in time", "官方通知", "Official notice"),
    ("D11", "uncorrected", -20, "ordinary", "非正常申请，未按期改正", "Non-normal filing, not corrected", "官方通知", "Official notice"),
    ("D11", "organized", -40, "severe", "组织非正常申请", "Organized non-normal filing", "官方通知", "Official notice"),
    ("D12", "ordinary", -20, "ordinary", "恶意商标代理（一般情形）", "Bad-faith trademark agency, ordinary", "处罚文书", "Penalty document"),
    ("D12", "grave", -40, "severe", "恶意商标代理（情节严重）", "Bad-faith trademark agency, grave", "处罚文书", "Penalty document"),
    ("D13", "warning", -10, "minor", "行政处罚：警告", "Official penalty: warning", "决定书文号", "Decision number"),
    ("D13", "fine", -20, "ordinary", "行政处罚：罚款", "Official penalty: fine", "决定书文号", "Decision number"),
    ("D13", "stopped", -60, "severe", "行政处罚：停止执业6至12个月", "Official penalty: practice stopped for 6 to 12 months", "决定书文号", "Decision number"),
    ("D13", "revoked", -100, "severe", "行政处罚：吊销执业资格", "Official penalty: practice revoked", "决定书文号", "Decision number"),
    ("D13", "convicted", -100, "severe", "因执业行为受到刑事处罚", "Criminal conviction for practice", "判决书文号", "Judgment number"),
    ("D14", "", -10, "ordinary", "诋毁同行、虚假宣传或商业贿赂", "Disparaging rivals, false advertising or bribery for business", "处罚文书或决定", "Penalty or decision"),
    ("D15", "", -10, "ordinary", "妨碍调查或打击报复投诉人", "Obstructs an inquiry or retaliates against a complainant", "记录", "Record"),
]
GRADE_D = {("D13", "revoked"), ("D13", "convicted")}
# Days off and weekend days worked, by the General Office of the State Council (国办发明电) for 2024, 2025 and 2026.
DAYS_OFF = [
    ("2024-01-01", "2024-01-01"), ("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"), ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"), ("2024-09-15", "2024-09-17"), ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"), ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"), ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"), ("2026-10-01", "2026-10-07"),
]
MAKE_UP_DAYS = [
    "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12",
    "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
]


def days_off() -> list[str]:
    days = []
    for first, last in DAYS_OFF:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days.append(day.isoformat())
            day += timedelta(days=1)
    return days


def parameters() -> dict[str, object]:
    bonuses = [
        {
            "code": code, "variant": variant, "points": points, "severity": "", "window_months": months, "maximum": maximum,
            "highest_only": code == "B03", "title_zh": zh, "title_en": en, "evidence_zh": evidence_zh, "evidence_en": evidence_en,
        }
        for code, variant, points, months, maximum, zh, en, evidence_zh, evidence_en in BONUSES
    ]
    deductions = [
        {
            "code": code, "variant": variant, "points": points, "severity": severity,
            "window_months": 36 if severity == "severe" else 12, "cap": "D" if (code, variant) in GRADE_D else "",
            "title_zh": zh, "title_en": en, "evidence_zh": evidence_zh, "evidence_en": evidence_en,
        }
        for code, variant, points, severity, zh, en, evidence_zh, evidence_en in DEDUCTIONS
    ]
    return {
        "base": 100,
        "bonus_cap": 10,
        "rated_after_months": 6,
        "thresholds": {"A": 90, "B": 80, "C": 60},
        "severe_cap": "C",
        "working_days": {"hearing": 10, "service": 3, "effect": 10},
        "deciders": {"ordinary": 2, "committee": 3},
        "publication": {"ordinary": {"minimum": 3, "maximum": 12}, "severe": {"minimum": 12, "maximum": 36}},
        "items": bonuses + deductions,
        "calendar": {"holidays": days_off(), "make_up_days": MAKE_UP_DAYS},
    }


def create_rule_set(apps, schema_editor):
    apps.get_model("credit", "CreditRuleSet").objects.get_or_create(
        code=CODE, defaults={"effective_on": EFFECTIVE_ON, "parameters": parameters()}
    )


def delete_rule_set(apps, schema_editor):
    apps.get_model("credit", "CreditRuleSet").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial")]
    operations = [migrations.RunPython(create_rule_set, delete_rule_set)]
