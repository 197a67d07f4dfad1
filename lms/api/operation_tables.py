"""The description as the page shows it to people: line by line, with what stands behind references written out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import pgettext

from lms.api.refusals import CONTENT_TYPE


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    meaning: str
    is_needed: bool


@dataclass(frozen=True)
class Refused:
    status: int
    code: str
    meaning: str


@dataclass(frozen=True)
class Operation:
    """``asks`` and ``answers`` are examples, as text; empty where nothing is sent."""

    method: str
    path: str
    summary: str
    description: str
    scopes: list[str]
    takes: list[Field]
    gives: list[Field]
    asks: str
    answers: str
    refused: list[Refused]

    @property
    def tables(self) -> list[tuple[str, list[Field], str]]:
        return [
            (pgettext("of an interface", "The request"), self.takes, self.asks),
            (pgettext("of an interface", "The answer"), self.gives, self.answers),
        ]

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/')}".lower().translate(str.maketrans("/{}", "---"))


def list_operations(schema: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            description=operation.get("description", ""),
            scopes=operation.get("x-scopes", []),
            takes=[*_parameters(schema, operation), *_fields(schema, _body(operation.get("requestBody", {})))],
            gives=list(_fields(schema, _body(operation["responses"][200]))),
            asks=_example(operation.get("requestBody", {})),
            answers=_example(operation["responses"][200]),
            refused=list(_refused(operation)),
        )
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def _refused(operation: dict[str, Any]) -> Iterator[Refused]:
    for status, answer in operation["responses"].items():
        for media, content in answer["content"].items():
            if media == CONTENT_TYPE:
                for code, example in content["examples"].items():
                    yield Refused(status, code, str(example["summary"]))
            elif status != 200:
                yield Refused(status, content["example"]["error"], str(answer["description"]))


def _parameters(schema: dict[str, Any], operation: dict[str, Any]) -> Iterator[Field]:
    for each in operation.get("parameters", []):
        meaning = each.get("description") or each["schema"].get("description", "")
        yield Field(each["name"], _kind(schema, each["schema"]), meaning, each.get("required", False))


def _body(content: dict[str, Any]) -> dict[str, Any]:
    for media in content.get("content", {}).values():
        return dict(media["schema"])
    return {}


def _example(content: dict[str, Any]) -> str:
    for media, each in content.get("content", {}).items():
        if media == "application/x-www-form-urlencoded":
            return "&".join(f"{name}={value}" for name, value in each["example"].items())
        return json.dumps(each["example"], cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return ""


def _fields(schema: dict[str, Any], shape: dict[str, Any], prefix: str = "") -> Iterator[Field]:
    """Those of an object within another under its name."""
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
    kind = str(inner.get("format") or inner.get("type", "string"))
    nothing = any(option.get("type") == "null" for option in shape.get("anyOf", []))
    return f"{kind} | null" if nothing else kind
