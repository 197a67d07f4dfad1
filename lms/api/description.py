"""The OpenAPI description in the reader's language, and as the page that people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.api.site_api import PlatformApi

_READ_BY_PEOPLE = {"title", "summary", "description"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    meaning: str
    is_needed: bool


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    scopes: list[str]
    takes: list[Field]
    gives: list[Field]

    @property
    def tables(self) -> list[tuple[str, list[Field]]]:
        return [
            (pgettext("of an interface", "The request"), self.takes),
            (pgettext("of an interface", "The answer"), self.gives),
        ]

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/')}".lower().translate(str.maketrans("/{}", "---"))


def describe(api: PlatformApi) -> dict[str, Any]:
    """The names stay; what people read is said in their language."""
    return {key: _say(value) for key, value in api.get_openapi_schema().items()}


def list_operations(schema: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            description=operation.get("description", ""),
            scopes=operation.get("x-scopes", []),
            takes=[*_parameters(schema, operation), *_fields(schema, _json(operation.get("requestBody", {})))],
            gives=list(_fields(schema, _json(operation["responses"].get(200, {})))),
        )
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def _say(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _(each) if key in _READ_BY_PEOPLE and isinstance(each, str) and each else _say(each)
            for key, each in value.items()
        }
    return [_say(each) for each in value] if isinstance(value, list) else value


def _parameters(schema: dict[str, Any], operation: dict[str, Any]) -> Iterator[Field]:
    for each in operation.get("parameters", []):
        meaning = each.get("description") or each["schema"].get("description", "")
        yield Field(each["name"], _kind(schema, each["schema"]), meaning, each.get("required", False))


def _json(content: dict[str, Any]) -> dict[str, Any]:
    for media in content.get("content", {}).values():
        return dict(media["schema"])
    return {}


def _fields(schema: dict[str, Any], shape: dict[str, Any], prefix: str = "") -> Iterator[Field]:
    """Line by line, those of an object within another under its name."""
    shape = _resolve(schema, shape)
    for name, each in shape.get("properties", {}).items():
        whole = f"{prefix}{name}"
        inner = _resolve(schema, each)
        listed = _resolve(schema, inner["items"]) if inner.get("type") == "array" else None
        kind = _kind(schema, each)
        yield Field(whole, kind, each.get("description", ""), name in shape.get("required", []))
        if listed is not None and "properties" in listed:
            yield from _fields(schema, listed, f"{whole}[].")
        elif "properties" in inner:
            yield from _fields(schema, inner, f"{whole}.")


def _resolve(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """Behind a reference, and behind “this or null”."""
    for option in shape.get("anyOf", []):
        if option.get("type") != "null":
            return _resolve(schema, option)
    reference = shape.get("$ref", "")
    return dict(schema["components"]["schemas"][reference.rpartition("/")[2]]) if reference else shape


def _kind(schema: dict[str, Any], shape: dict[str, Any]) -> str:
    inner = _resolve(schema, shape)
    kind = str(inner.get("format") or inner.get("type", ""))
    nothing = any(option.get("type") == "null" for option in shape.get("anyOf", []))
    return f"{kind} | null" if nothing else kind
