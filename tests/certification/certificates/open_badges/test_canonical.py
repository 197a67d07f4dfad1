"""What a document must be for its statements to say all of it, and to be had cheaply."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.certificates.open_badges.canonical import TooComplex, Unsigned, canonicalize
from certification.certificates.open_badges.contexts import ContextUnknown, shipped_contexts
from certification.certificates.open_badges.documents import CREDENTIALS, OPEN_BADGES

CONTEXTS = [CREDENTIALS, OPEN_BADGES]


def statements(**body: Any) -> str:
    return canonicalize({"@context": CONTEXTS, "type": ["VerifiableCredential"], **body}, shipped_contexts())


def test_statements_are_sorted_and_complete() -> None:
    assert statements(id="urn:x:1", name="林") == (
        "<urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://www.w3.org/2018/credentials#VerifiableCredential> .\n"
        '<urn:x:1> <https://schema.org/name> "林" .\n'
    )


@pytest.mark.parametrize(
    "body",
    [
        {"nonsense": "x"},
        {"type": ["Nonsense"]},
        {"type": ["VerifiableCredential", "Nonsense"]},
        {"id": "relative"},
        {"id": "https://example.org/with space"},
        {"id": 'https://example.org/"'},
        {"id": "_:b0"},
        {"issuer": "relative"},
        {"@type": ["VerifiableCredential"]},
        {"name": None},
        {"name": []},
        {"name": ["a", "a"]},
        {"name": [["a"]]},
        {"name": {"@value": "a"}},
        {"name": {"value": "a"}},
        {"name": 0.1},
        {"name": "\ud800"},
        {"name": {"\ud800": "x"}},
        {"evidence": {}},
        {"": "x"},
        {"schema:name": "x"},
        {"https://schema.org/name": "x"},
        {"credentialSubject": {"id": "urn:x:1", "achievement": "without the type that defines it"}},
    ],
    ids=repr,
)
def test_what_would_not_be_signed_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Unsigned):
        statements(**body)


@pytest.mark.parametrize(
    "named", [None, [], {}, [{"name": "https://schema.org/name"}], ["https://example.org/context"], [CREDENTIALS, 3]]
)
def test_only_shipped_contexts_are_known(named: Any) -> None:
    with pytest.raises((Unsigned, ContextUnknown)):
        canonicalize({"@context": named, "type": ["VerifiableCredential"], "name": "x"}, shipped_contexts())


def family(*sizes: int, name: str = "x") -> dict[str, Any]:
    """A profile with so many parents, each with so many of its own: blank nodes that look alike from where they stand."""
    if not sizes:
        return {"type": ["Profile"], "name": name}
    parents = [family(*sizes[1:], name=f"{name}{place}") for place in range(sizes[0])]
    return {"type": ["Profile"], "parentOrg": parents}


@pytest.mark.parametrize(
    "body",
    [
        {"issuer": family(*[1] * 12)},
        {"issuer": family(5)},
        {"issuer": family(4, 4, 3)},
        {"name": "x" * 200_000},
    ],
    ids=["deep", "many siblings", "many objects", "long"],
)
def test_a_document_that_would_cost_time_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(TooComplex):
        statements(**body)


def test_the_worst_that_passes_is_quick() -> None:
    """Telling alike blank nodes apart takes their permutations, which is how a hostile document would cost hours."""
    started = time.process_time()
    statements(issuer=family(4, 4, 2))

    assert time.process_time() - started < 5


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_is_told_apart(text: str) -> None:
    plain = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "name": text}
    other = {**plain, "name": f"{text}."}

    assert canonicalize(plain, shipped_contexts()) != canonicalize(other, shipped_contexts())
