"""JSON from strangers: UTF-8, no name twice in an object, numbers that are numbers, and only so deep."""

import json
from collections import Counter
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from lms.uploads.files import UploadRefused, UploadWrongType


def read_json(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise UploadWrongType(
            _("The file is not a text in UTF-8. Save it as JSON with the encoding UTF-8.")
        ) from broken
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as broken:
        raise UploadRefused(
            _("The file is not whole JSON: it cannot be read from line %(line)d, column %(column)d on.")
            % {"line": broken.lineno, "column": broken.colno}
        ) from broken
    except RecursionError as deep:
        raise UploadRefused(
            _("The file nests lists and objects too deeply. Compare it with the description.")
        ) from deep
    except ValueError as long:
        # Python reads no whole number of thousands of digits.
        raise UploadRefused(_("The file holds a number that is too long to be one.")) from long


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        (twice, _times), *_others = Counter(name for name, _value in pairs).most_common(1)
        raise UploadRefused(
            _("An object of the file has the field “%(name)s” twice. Keep the one that is right.")
            % {"name": twice[:40]}
        )
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise UploadRefused(_("The file holds %(name)s, which is not a number of JSON.") % {"name": name})
