"""The Chinese catalogues say everything that the sources say, and nothing else."""

import shutil
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

PACKAGES = ("lms", "courses", "certification", "cms")
CATALOGUES = Path("locale", "zh_Hans", "LC_MESSAGES")
DOMAINS = ("django", "djangojs")
NOT_SOURCES = shutil.ignore_patterns("*.mo", "*.pyc", "__pycache__", "migrations", "*.svg", "*.png", "*.css")


def _app_folders() -> list[Path]:
    root = Path(settings.BASE_DIR)
    folders = [Path(config.path) for config in apps.get_app_configs()]
    ours = [folder.relative_to(root) for folder in folders if folder.is_relative_to(root)]
    return sorted(folder for folder in ours if folder.parts[0] in PACKAGES)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources whose catalogues makemessages has just brought up to date."""
    copy = tmp_path_factory.mktemp("sources")
    for package in PACKAGES:
        shutil.copytree(Path(settings.BASE_DIR, package), copy / package, ignore=NOT_SOURCES)
    # lms itself is a project, not an app, and has strings too (refusals, error pages).
    for folder in [Path("lms"), *_app_folders()]:
        (copy / folder / "locale").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        for domain in DOMAINS:
            call_command("makemessages", locale=["zh_Hans"], domain=domain, no_location=True, verbosity=0)
    return copy


@pytest.mark.parametrize("folder", [Path("lms"), *_app_folders()], ids=str)
def test_catalogue_is_complete(extracted: Path, folder: Path) -> None:
    files = [extracted / folder / CATALOGUES / f"{domain}.po" for domain in DOMAINS]
    entries = [entry for file in files if file.exists() for entry in polib.pofile(str(file))]

    waiting = [entry.msgid for entry in entries if not entry.translated() and not entry.obsolete]
    left_over = [entry.msgid for entry in entries if entry.obsolete]

    assert waiting == [], f"{folder}: run makemessages there and translate"
    assert left_over == [], f"{folder}: run makemessages --no-obsolete there"


def test_catalogues_agree() -> None:
    """Django merges all catalogues into one: the same words in two of them need the same translation, or a context."""
    said: defaultdict[tuple[str | None, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for folder in _app_folders():
        file = settings.BASE_DIR / folder / CATALOGUES / "django.po"
        for entry in polib.pofile(str(file)) if file.exists() else []:
            if not entry.obsolete:
                said[entry.msgctxt, entry.msgid][entry.msgstr or str(entry.msgstr_plural)].append(folder.name)

    differing = {words: dict(translations) for words, translations in said.items() if len(translations) > 1}

    assert differing == {}
