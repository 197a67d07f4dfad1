"""Keys and documents for the tests of this folder."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certification.certificates.open_badges.achievement import Achievement, Award, Issuer, credential_document
from certification.certificates.open_badges.keys import public_key_multibase
from certification.certificates.open_badges.proof import PublishedKey, sign
from certification.certificates.open_badges.status_list import Place

FACTS = Path(__file__).with_name("facts")
DID = "did:web:association.example"
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
SIGNED_AT = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLISHED = PublishedKey(public_key_multibase(KEY), FIRST_DAY)
LIST = "https://association.example/status/revocation/1"


def fact(name: str) -> Any:
    return json.loads((FACTS / name).read_text())


def award(**changes: Any) -> Award:
    fields: dict[str, Any] = {
        "id": "https://association.example/credentials/6a1b7b0e-6f3b-4d53-8a44-1f8f2b8c9d10",
        "name": "知识产权服务从业人员能力评价证书（专利代理方向 L2）",
        "issuer": Issuer(
            did=DID,
            name="津沽知识产权服务行业协会",
            site_url="https://association.example",
            credit_code="51120000MADEMO0001",
        ),
        "achievement": Achievement(
            id="urn:uuid:5f2f1c70-7d3e-5b1e-9a53-0e8d7c6b5a49",
            type="Certificate",
            name="知识产权服务从业人员能力评价（专利代理 L2）",
            description="经评价，具备专利代理（中级 L2）相应能力。",
            criteria="《知识产权服务从业人员能力评价标准（专利代理）》2025年第1版",
            code="PAT-L2",
            field="专利代理",
            language="zh-CN",
            version="1",
            picture_address="https://association.example/credentials/badges/l2.png",
        ),
        "holder": "林虚光",
        "number": "TJIP-A-2025-PAT2-000001-R",
        "verification_address": "https://association.example/verify/abcdefghijklmnopqrstuv/",
        "issued_at": SIGNED_AT,
        "valid_until": datetime(2028, 6, 2, 15, 59, 59, tzinfo=UTC),
        "activity": None,
        "place": Place(LIST, 4242),
    }
    return Award(**fields | changes)


def signed(**changes: Any) -> dict[str, Any]:
    return sign(credential_document(award(**changes)), key=KEY, controller=DID, created_at=SIGNED_AT)
