"""The association's competency framework and the city's key industry chains."""

from django.apps.registry import Apps
from django.db import migrations

DOMAINS = [
    ("GEN", "通用与职业道德", "General practice and ethics"),
    ("PAT", "专利代理", "Patent agency"),
    ("TMK", "商标代理与品牌", "Trademark agency and brands"),
    ("CPR", "版权代理", "Copyright agency"),
    ("GEO", "地理标志", "Geographical indications"),
    ("PVP", "植物新品种", "Plant varieties"),
    ("ICL", "集成电路布图设计", "Integrated-circuit layout designs"),
    ("LEG", "法律服务", "Legal services"),
    ("OPR", "运营与金融", "Operation and finance"),
    ("INF", "信息服务", "Information services"),
    ("CON", "咨询", "Consulting"),
]
ELEMENTS = [
    ("GEN.01", "GEN", "诚信执业与自律规则", "Integrity and self-regulation", "L1"),
    ("GEN.02", "GEN", "利益冲突与保密", "Conflicts of interest and confidentiality", "L1"),
    ("GEN.03", "GEN", "委托合同与收费", "Mandate contracts and fees", "L1"),
    ("GEN.04", "GEN", "知识产权制度总览", "Overview of the IP system", "L1"),
    ("GEN.05", "GEN", "期限与案卷管理", "Time limits and docketing", "L2"),
    ("GEN.06", "GEN", "个人信息与数据安全", "Personal information and data security", "L2"),
    ("PAT.01", "PAT", "授权实体条件", "Conditions of patentability", "L1"),
    ("PAT.02", "PAT", "申请程序、期限与费用", "Filing procedure, time limits and fees", "L1"),
    ("PAT.03", "PAT", "技术交底与撰写", "Invention disclosure and drafting", "L2"),
    ("PAT.04", "PAT", "检索与审查意见答复", "Searching and answering office actions", "L2"),
    ("PAT.05", "PAT", "复审与无效", "Re-examination and invalidation", "L3"),
    ("PAT.06", "PAT", "布局与涉外", "Portfolios and filing abroad", "L3"),
    ("TMK.01", "TMK", "可注册性与分类", "Registrability and classification", "L1"),
    ("TMK.02", "TMK", "申请、续展与变更转让", "Filing, renewal, amendment and assignment", "L1"),
    ("TMK.03", "TMK", "查询与风险告知", "Clearance search and risk advice", "L2"),
    ("TMK.04", "TMK", "异议、无效与撤三", "Opposition, invalidation and non-use cancellation", "L3"),
    ("TMK.05", "TMK", "恶意注册识别", "Recognizing bad-faith filings", "L2"),
    ("TMK.06", "TMK", "品牌规划与管理", "Brand planning and management", "L3"),
    ("CPR.01", "CPR", "作品与权属", "Works and ownership", "L1"),
    ("CPR.02", "CPR", "登记", "Registration", "L1"),
    ("CPR.03", "CPR", "许可与集体管理", "Licensing and collective management", "L2"),
    ("CPR.04", "CPR", "网络版权维权", "Enforcement online", "L3"),
    ("GEO.01", "GEO", "真实性、地域性、特异性、关联性", "Authenticity, region, specificity and link", "L1"),
    ("GEO.02", "GEO", "产品保护与集体/证明商标双轨", "Product protection and collective or certification marks", "L2"),
    ("GEO.03", "GEO", "专用标志使用与监管", "Use and supervision of the special sign", "L2"),
    ("GEO.04", "GEO", "区域品牌运营", "Running a regional brand", "L3"),
    ("PVP.01", "PVP", "品种权与新颖、特异、一致、稳定", "Variety rights; novelty, distinctness, uniformity, stability", "L1"),
    ("PVP.02", "PVP", "申请、测试与命名", "Filing, testing and naming", "L2"),
    ("PVP.03", "PVP", "实质性派生与许可", "Essential derivation and licensing", "L3"),
    ("PVP.04", "PVP", "侵权与取证", "Infringement and evidence", "L3"),
    ("ICL.01", "ICL", "客体与独创性", "Subject matter and originality", "L1"),
    ("ICL.02", "ICL", "登记与期限", "Registration and term", "L1"),
    ("ICL.03", "ICL", "侵权例外与反向工程", "Exceptions and reverse engineering", "L2"),
    ("ICL.04", "ICL", "芯片产业知识产权组合", "IP portfolios of the chip industry", "L3"),
    ("LEG.01", "LEG", "侵权判定与评价报告", "Infringement and evaluation reports", "L2"),
    ("LEG.02", "LEG", "证据、保全与诉讼代理", "Evidence, preservation and litigation", "L3"),
    ("LEG.03", "LEG", "行政裁决与调解", "Administrative decisions and mediation", "L2"),
    ("LEG.04", "LEG", "海外纠纷与预警", "Disputes abroad and early warning", "L3"),
    ("LEG.05", "LEG", "展会维权", "Enforcement at trade fairs", "L2"),
    ("LEG.06", "LEG", "并购与上市尽调", "Due diligence for mergers and listings", "L3"),
    ("OPR.01", "OPR", "许可、转让、备案与开放许可", "Licensing, assignment, recording and open licenses", "L1"),
    ("OPR.02", "OPR", "价值评估", "Valuation", "L2"),
    ("OPR.03", "OPR", "质押、保险与证券化", "Pledges, insurance and securitization", "L3"),
    ("OPR.04", "OPR", "交易平台与合规", "Trading platforms and compliance", "L2"),
    ("OPR.05", "OPR", "专利密集型产品与转化", "Patent-intensive products and commercialization", "L3"),
    ("INF.01", "INF", "文献与分类检索", "Literature and classification search", "L1"),
    ("INF.02", "INF", "查新与自由实施检索", "Novelty and freedom-to-operate search", "L2"),
    ("INF.03", "INF", "专利导航", "Patent navigation", "L3"),
    ("INF.04", "INF", "专题库与数据治理", "Thematic databases and data governance", "L2"),
    ("INF.05", "INF", "信息安全", "Information security", "L1"),
    ("CON.01", "CON", "企业知识产权诊断", "IP diagnosis for companies", "L2"),
    ("CON.02", "CON", "管理体系贯标", "Management-system implementation", "L2"),
    ("CON.03", "CON", "高价值专利培育", "Cultivating high-value patents", "L3"),
    ("CON.04", "CON", "风险防范与合规", "Risk prevention and compliance", "L2"),
    ("CON.05", "CON", "战略规划", "Strategic planning", "L4"),
]
CHAINS = [
    ("xinchuang", "信创", "IT application innovation"),
    ("integrated-circuits", "集成电路", "Integrated circuits"),
    ("connected-vehicles", "车联网", "Connected vehicles"),
    ("biomedicine", "生物医药", "Biomedicine"),
    ("chinese-medicine", "中医药", "Traditional Chinese medicine"),
    ("new-energy", "新能源", "New energy"),
    ("new-materials", "新材料", "New materials"),
    ("aerospace", "航空航天", "Aerospace"),
    ("high-end-equipment", "高端装备", "High-end equipment"),
    ("automotive", "汽车及新能源汽车", "Cars and new-energy vehicles"),
    ("green-petrochemicals", "绿色石化", "Green petrochemicals"),
    ("light-industry", "轻工", "Light industry"),
]


def add_framework(apps: Apps, _schema: object) -> None:
    domain, element, chain = (apps.get_model("competency", name) for name in ("Domain", "Element", "IndustryChain"))
    domain.objects.bulk_create(domain(code=code, name_zh=zh, name_en=en) for code, zh, en in DOMAINS)
    element.objects.bulk_create(
        element(code=code, domain_id=domain_code, name_zh=zh, name_en=en, level=level)
        for code, domain_code, zh, en, level in ELEMENTS
    )
    chain.objects.bulk_create(chain(code=code, name_zh=zh, name_en=en) for code, zh, en in CHAINS)


def remove_framework(apps: Apps, _schema: object) -> None:
    for name in ("Element", "Domain", "IndustryChain"):
        apps.get_model("competency", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("competency", "0001_initial")]

    operations = [migrations.RunPython(add_framework, remove_framework)]
