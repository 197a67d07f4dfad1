"""The layers of the house, held by import-linter's contracts in pyproject.toml."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.services.process import ROOT


def test_imports_go_down_only() -> None:
    # In a process of its own: import-linter sets logging up anew and silences everyone else's loggers.
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout


def test_the_picture_in_the_readme_shows_them_all() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    picture = (ROOT / "docs/pictures/layers.svg").read_text()

    shown = re.findall(r'font-weight="600">([^<]+)</text>', picture)

    assert shown == [layer.replace(" | ", " · ") for layer in contract["layers"]]
