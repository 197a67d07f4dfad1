import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# The sandbox needs rights that root in a container lacks; the rest keeps the browser from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _program() -> str | None:
    """CHROMIUM, or the system's own browser: nothing is downloaded."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def available() -> str | None:
    return None if _program() else "not installed: Chromium (Debian package chromium)"


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
