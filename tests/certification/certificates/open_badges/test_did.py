from datetime import timedelta

import pytest

from certification.certificates.open_badges.did import NoSuchIdentifier, did_document, did_of_site
from certification.certificates.open_badges.keys import public_key_multibase
from certification.certificates.open_badges.proof import PublishedKey
from tests.certification.certificates.open_badges.samples import DID, FIRST_DAY, KEY, SIGNED_AT


@pytest.mark.parametrize(
    ("site", "did"),
    [
        ("https://association.example", "did:web:association.example"),
        ("https://association.example/", "did:web:association.example"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("http://[::1]:8000", "did:web:%5B%3A%3A1%5D%3A8000"),
    ],
)
def test_the_sites_address_is_the_identifier(site: str, did: str) -> None:
    assert did_of_site(site) == did


@pytest.mark.parametrize("site", ["", "association.example", "https://association.example/part"])
def test_what_is_no_address_of_a_site_is_refused(site: str) -> None:
    with pytest.raises(NoSuchIdentifier):
        did_of_site(site)


def test_the_document_publishes_every_key_with_its_period() -> None:
    multibase = public_key_multibase(KEY)
    old = PublishedKey("z6MkOld", FIRST_DAY - timedelta(days=365), FIRST_DAY)

    document = did_document(did=DID, keys=[old, PublishedKey(multibase, FIRST_DAY)])

    assert document["id"] == DID
    assert document["assertionMethod"] == [f"{DID}#z6MkOld", f"{DID}#{multibase}"]
    assert document["verificationMethod"] == [
        {
            "id": f"{DID}#z6MkOld",
            "type": "Multikey",
            "controller": DID,
            "publicKeyMultibase": "z6MkOld",
            "created": "2024-01-02T00:00:00Z",
            "expires": "2025-01-01T00:00:00Z",
        },
        {
            "id": f"{DID}#{multibase}",
            "type": "Multikey",
            "controller": DID,
            "publicKeyMultibase": multibase,
            "created": "2025-01-01T00:00:00Z",
        },
    ]
    assert SIGNED_AT > FIRST_DAY
