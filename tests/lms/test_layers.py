"""The layers of the house, held by import-linter's contracts in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from tests.services.process import ROOT


def test_imports_go_down_only() -> None:
    # In a process of its own: import-linter sets logging up anew and silences everyone else's loggers.
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout
