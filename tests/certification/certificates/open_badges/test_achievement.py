from typing import Any

import pytest
from jsonschema import Draft201909Validator

from certification.certificates.open_badges.achievement import credential_document
from tests.certification.certificates.open_badges.samples import award, fact, signed


@pytest.fixture(scope="module")
def schema() -> Draft201909Validator:
    """1EdTech's own; everything in it refers to itself, so nothing is fetched."""
    return Draft201909Validator(fact("achievement-credential-schema.json"))


def test_the_schema_holds(schema: Draft201909Validator) -> None:
    schema.check_schema(schema.schema)

    assert [error.message for error in schema.iter_errors(signed())] == []
    assert [error.message for error in schema.iter_errors(signed(valid_until=None))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": {"type": ["Profile"]}},
        {"validFrom": 3},
        {"credentialSubject": {"type": ["AchievementSubject"]}},
        {"type": ["VerifiableCredential"]},
    ],
    ids=repr,
)
def test_the_schema_would_say_what_is_wrong(schema: Draft201909Validator, change: dict[str, Any]) -> None:
    assert not schema.is_valid({**signed(), **change})


def test_a_credential_says_name_and_number_and_no_more_of_the_person() -> None:
    document = credential_document(award())

    assert document["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": "林虚光"},
        {
            "type": "IdentityObject",
            "identityType": "ext:certificateNumber",
            "hashed": False,
            "identityHash": "TJIP-A-2025-PAT2-000001-R",
        },
    ]
    assert set(document["credentialSubject"]) == {"type", "identifier", "achievement"}


def test_a_certificate_without_an_end_has_none_in_its_credential() -> None:
    assert "validUntil" not in credential_document(award(valid_until=None))
    assert credential_document(award())["validUntil"] == "2028-06-02T15:59:59Z"


def test_there_is_one_status_entry_for_revocation() -> None:
    assert credential_document(award())["credentialStatus"] == {
        "id": "https://association.example/status/revocation/1#4242",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4242",
        "statusListCredential": "https://association.example/status/revocation/1",
    }
