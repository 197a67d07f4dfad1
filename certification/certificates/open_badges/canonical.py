"""From a JSON document to the statements that a proof covers, byte for byte the same for everyone (RDFC-1.0).

JSON-LD drops what a context does not define, without a word: a property added to a signed document would ride along unsigned. So a
document is first held to a plain form and every value of it must arrive in the expansion; otherwise it is refused (``Unsigned``).
"""

import re
from collections.abc import Mapping
from typing import Any

from certification.certificates.open_badges.contexts import Contexts
from certification.certificates.open_badges.documents import OpenBadgesError

# What the contexts do not define is expanded to names that begin like this, and found.
_UNDEFINED = "urn:x-undefined:"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
# Blank nodes that look alike cost their permutations to tell apart; these bounds keep a hostile document cheap.
_MOST_OBJECTS = 60
_MOST_SIBLINGS = 4
_DEEPEST = 10
_LONGEST_TEXT = 150_000


class Unsigned(OpenBadgesError):
    """Something in the document would not be covered by its proof."""


class TooComplex(OpenBadgesError):
    """Larger or deeper than any document of ours, and refused before it costs time."""


def canonicalize(document: Mapping[str, Any], contexts: Contexts) -> str:
    """Its N-Quads. Raises ``Unsigned``, ``TooComplex`` or ``ContextUnknown``."""
    from pyld import jsonld  # noqa: PLC0415 - loaded by who signs or verifies

    _check_form(document)
    expanded = _expand(document, contexts)
    if _leaves_of_expansion(expanded) != _leaves(_body(document)):
        raise Unsigned("A value of the document means nothing in its contexts.")
    try:
        statements = jsonld.normalize(
            expanded,
            {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.load},
        )
    except jsonld.JsonLdError as error:
        raise Unsigned("The document cannot be put into statements.") from error
    return str(statements)


def _expand(document: Mapping[str, Any], contexts: Contexts) -> list[Any]:
    from pyld import jsonld  # noqa: PLC0415

    named = document.get("@context")
    addresses = named if isinstance(named, list) else [named]
    for address in addresses:
        if not isinstance(address, str):
            raise Unsigned("A document names its contexts by address.")
        contexts.load(address)
    options = {"documentLoader": contexts.load, "contextResolver": contexts.resolver, "base": f"{_UNDEFINED}base/"}
    marked = {**document, "@context": [{"@vocab": _UNDEFINED}, *addresses]}
    try:
        expanded: list[Any] = jsonld.expand(marked, options)
    except (jsonld.JsonLdError, RecursionError) as error:
        raise Unsigned("The document is not JSON-LD.") from error
    return expanded


def _body(document: Mapping[str, Any]) -> dict[str, Any]:
    return {term: value for term, value in document.items() if term != "@context"}


def _check_form(document: Mapping[str, Any]) -> None:
    objects = _count_objects(_body(document), depth=0)
    if objects > _MOST_OBJECTS:
        raise TooComplex(f"The document holds {objects} objects.")


def _count_objects(value: Any, *, depth: int) -> int:
    """Counts, and refuses on the way what canonical statements would not tell apart or would leave out."""
    if depth > _DEEPEST:
        raise TooComplex("The document is too deep.")
    if isinstance(value, Mapping):
        _check_terms(value)
        return 1 + sum(_count_objects(inner, depth=depth + 1) for inner in value.values())
    if isinstance(value, list):
        _check_items(value)
        return sum(_count_objects(inner, depth=depth + 1) for inner in value)
    # JSON-LD rounds fractions, leaves nothing of a null, and cannot tell one of two equal items.
    if value is None or isinstance(value, float):
        raise Unsigned("The document holds a null or a fraction.")
    if isinstance(value, str):
        _check_text(value)
    return 0


def _check_text(text: str) -> None:
    if len(text) > _LONGEST_TEXT:
        raise TooComplex("The document holds a text that is too long.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        # Half a surrogate pair, which JSON can escape and nobody can write.
        raise Unsigned("The document holds a text that is none.") from error


def _check_terms(value: Mapping[str, Any]) -> None:
    if not value:
        raise Unsigned("The document holds an empty object.")
    for term in value:
        # A keyword or a full name in a term's place would be signed, and read by nobody.
        if not term or term.startswith("@") or ":" in term:
            raise Unsigned(f"{term!r} is not a plain term.")
        _check_text(term)
    name = value.get("id")
    if isinstance(name, str) and name.startswith("_:"):
        raise Unsigned("The document names a blank node.")


def _check_items(value: list[Any]) -> None:
    if not value:
        raise Unsigned("The document holds an empty list.")
    if any(isinstance(item, list) for item in value):
        raise Unsigned("The document holds a list in a list.")
    if sum(isinstance(item, Mapping) for item in value) > _MOST_SIBLINGS:
        raise TooComplex("The document repeats objects too often.")
    if any(item in value[:place] for place, item in enumerate(value)):
        raise Unsigned("The document says the same twice.")


def _leaves(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(_leaves(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_leaves(inner) for inner in value)
    return 1


def _leaves_of_expansion(value: Any) -> int:
    """The values that arrived; refuses names that the contexts do not define or that are no absolute addresses."""
    if isinstance(value, list):
        return sum(_leaves_of_expansion(inner) for inner in value)
    if not isinstance(value, Mapping):
        return 0
    if "@value" in value:
        return 1
    count = 0
    for term, inner in value.items():
        if term in {"@id", "@type"}:
            names = inner if isinstance(inner, list) else [inner]
            for name in names:
                _check_name(name)
            count += len(names)
        else:
            if not term.startswith("@"):
                _check_name(term)
            count += _leaves_of_expansion(inner)
    return count


def _check_name(name: str) -> None:
    if name.startswith(_UNDEFINED):
        raise Unsigned(f"{name.removeprefix(_UNDEFINED)!r} means nothing in the document's contexts.")
    if not _ABSOLUTE.fullmatch(name):
        raise Unsigned(f"{name!r} is not an absolute address.")
