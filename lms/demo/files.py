"""Reads what the demonstration is made of; the files beside are checked content, not code."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "content"


def load(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
