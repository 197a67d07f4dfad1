"""Checks of the machine at start-up: without these, documents come out wrong or fifty times slower, and nothing else says so."""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name

from lms.pdf.fonts import FACES, RARE_FACES, FontMissing, find_font

_SUBSETTER = "libharfbuzz-subset.so.0"


@register
def check_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        for face in FACES:
            find_font(face.file)
    except FontMissing as error:
        return [Error(str(error), hint="apt-get install fonts-noto-cjk", id="pdf.E001")]
    return []


@register
def check_rare_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        for face in RARE_FACES:
            find_font(face.file)
    except FontMissing as error:
        message = f"{error} Names with some rare characters are refused without it."
        return [Warning(message, hint="apt-get install fonts-babelstone-han fonts-hanazono", id="pdf.W002")]
    return []


@register
def check_subsetter(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if _loads(_SUBSETTER):
        return []
    message = f"The library {_SUBSETTER} is missing: each certificate takes fifty times as long."
    return [Warning(message, hint="apt-get install libharfbuzz-subset0", id="pdf.W001")]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
