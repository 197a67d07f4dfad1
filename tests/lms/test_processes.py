"""What every process has in memory: measured in one that has just started, since a test's own has seen everything."""

import subprocess
import sys

import pytest
from django.conf import settings

_START = "import django; django.setup(); import sys; "
_SITE = "from django.urls import get_resolver; get_resolver().url_patterns; import lms.wsgi; "
_WORKER = "from lms.celery import app; app.loader.import_default_modules(); "
_SAY = "print('loaded:', *sorted({'openpyxl', 'numpy', 'scipy'} & {*sys.modules}))"


@pytest.mark.parametrize("part", [_SITE, _WORKER], ids=["site", "worker"])
def test_a_process_loads_what_workbooks_and_papers_need_only_with_the_first_one(part: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _START + part + _SAY]

    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["loaded:"]
