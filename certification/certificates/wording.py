"""Words that a certificate of an association never bears (人社部函〔2022〕25号), whatever width, spaces or script they hide in."""

import re
import unicodedata

FORBIDDEN = (
    "中华人民共和国",
    "中国",
    "中华",
    "国家",
    "全国",
    "职业资格",
    "执业资格",
    "人员资格",
    "岗位合格",
    "专业技术职务",
    "职业技能鉴定",
    "职业技能等级",
    # The association's own: nothing that sounds like an accreditation, a license or a professional title.
    "认证",
    "代理师证",
    "职称",
    "知识产权师",
)
# What would say the same in English.
FORBIDDEN_ENGLISH = (
    "people's republic of china",
    "china",
    "chinese",
    "national",
    "nationwide",
    "state",
    "vocational qualification",
    "professional qualification",
    "practicing qualification",
    "practising qualification",
    "professional title",
    "vocational skill level",
    "accredited",
    "accreditation",
    "certified",
    "certification",
)
# What every disclaimer says, in its language. It names the forbidden words to deny them, and is exempt.
FIXED_CLAUSES = (
    "不属于职业资格证书、职称证书或职业技能等级证书，不作为从事专利代理等法定准入业务的依据",
    "neither a vocational qualification nor a professional title nor a vocational skill level",
)
# The characters of the list as they are written in traditional script.
_SIMPLIFIED = str.maketrans("華國業職執資員崗專術務級鑑鑒證認師稱識產權", "华国业职执资员岗专术务级鉴鉴证认师称识产权")
_HIDING = re.compile(r"[\s\u00B7\u30FB\uFF65\u2022\u2027\u2219\u22C5_*|~\-\u2010-\u2015]+")
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Mn", "Me"}


def forbidden_words(text: str) -> list[str]:
    """The words of the lists that ``text`` contains, Chinese ones first and longest first, none inside another that was found."""
    plain = _plain(text)
    found: list[str] = []
    for word in sorted(FORBIDDEN, key=len, reverse=True):
        if word in plain:
            found.append(word)
            plain = plain.replace(word, "\n")
    return found + _forbidden_english(text)


def doubtful_words(text: str) -> list[str]:
    """Those of a running text, where they may name something else: a course on 国家知识产权局's guidelines is fine. The fixed clause is exempt."""
    for clause in FIXED_CLAUSES:
        text = text.replace(clause, "\n")
    return forbidden_words(text)


def has_fixed_clause(disclaimer: str) -> bool:
    return any(clause in disclaimer for clause in FIXED_CLAUSES)


def _forbidden_english(text: str) -> list[str]:
    visible = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _INVISIBLE - {"Cc"}
    )
    plain = " ".join(re.split(r"[\s_\-\u2010-\u2015]+", visible.replace("’", "'").lower()))
    found: list[str] = []
    for word in sorted(FORBIDDEN_ENGLISH, key=len, reverse=True):
        pattern = rf"(?<![a-z]){re.escape(word)}(?![a-z])"
        if re.search(pattern, plain):
            found.append(word)
            plain = re.sub(pattern, "\n", plain)
    return found


def _plain(text: str) -> str:
    # NFKC also turns radicals (⾏) and compatibility ideographs into the characters they stand for.
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _INVISIBLE)
    return _HIDING.sub("", visible).translate(_SIMPLIFIED)
