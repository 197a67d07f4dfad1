"""Every entry of the trail says what was done in one form: the app, then the verb, then what it was done to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

_PARTICIPLE = re.compile(r"[a-z]{2,}ed")


def _actions() -> Iterator[tuple[str, str]]:
    """(app, action) of each name that a service of ours gives an entry."""
    root = Path(settings.BASE_DIR)
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if not folder.is_relative_to(root) or "site-packages" in folder.parts:
            continue
        for file in [*folder.glob("receivers.py"), *folder.glob("services.py"), *folder.glob("services/*.py")]:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    label, _dot, name = node.value.partition(".")
                    if label == config.label and re.fullmatch(r"[a-z_]+", name):
                        yield label, name


def _is_participle(name: str) -> bool:
    words = name.split("_")
    return any(_PARTICIPLE.fullmatch(word) for word in (words[0], words[-1]))


def test_actions_are_named_by_a_verb_and_a_noun() -> None:
    named = set(_actions())

    assert len(named) > 40
    # "released", "result_released": what happened to something, not what somebody did.
    assert [name for name in sorted(named) if _is_participle(name[1])] == []
