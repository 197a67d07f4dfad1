"""Static files as they lie in the apps: as strict about a name as the manifest of a real site, without collecting first."""

from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class NamedStaticFiles(StaticFilesStorage):
    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        if not _exists(name):
            raise ValueError(f"There is no static file {name!r}.")
        return super().url(name, *args, **kwargs)


@cache
def _exists(name: str | None) -> bool:
    # Packages ask for folders, too, to put file names behind them.
    return bool(name) and finders.find(str(name).partition("?")[0]) is not None
