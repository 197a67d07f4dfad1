"""The layers of the house, held by import-linter's contracts in pyproject.toml."""

from importlinter.cli import lint_imports


def test_imports_go_down_only() -> None:
    assert lint_imports(no_cache=True) == 0
