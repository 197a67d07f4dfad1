"""What the description of the API shows for an example; a test holds it to the shapes that are really given."""

from typing import Any

from certification.certificates.enums import Status
from certification.certificates.presentation import MEANINGS

NUMBER, NAME = "TJIP-A-2025-PAT2-000123-7", "林虚光"
ASKED: dict[str, Any] = {"number": NUMBER, "name": NAME, "on": "2025-12-31"}
ANSWER: dict[str, Any] = {
    "finding": "found",
    "status": Status.VALID.value,
    "message": MEANINGS[Status.VALID],
    "as_of": "2025-12-31T15:59:59.999999Z",
    "certificate": {
        "id": "https://example.com/credentials/0b8f6a3e-4c5d-4f6a-9b1e-2d3c4b5a6978",
        "number": NUMBER,
        "issue": 1,
        "name": NAME,
        "kind": "A",
        "title": "知识产权服务从业人员能力评价证书（专利代理方向 L2）",
        "subject": "",
        "domain": "PAT",
        "level": "L2",
        "basis": "知识产权服务从业人员能力评价规范（2025 年版）",
        "issuer": "天津市某知识产权服务业协会",
        "issued_on": "2025-06-02",
        "valid_until": "2028-06-02",
        "is_test": False,
        "events": [{"type": "issued", "at": "2025-06-02T02:00:00Z"}],
    },
}
REDACTED: dict[str, Any] = ANSWER | {"certificate": ANSWER["certificate"] | {"name": "林**"}}
