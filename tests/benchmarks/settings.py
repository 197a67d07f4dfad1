"""The site as the tests configure it, with the bare floors beside it and everything measured on a database of its own."""

from lms.settings.test import *  # noqa: F403 - a settings module is its base plus differences

ROOT_URLCONF = "tests.benchmarks.urls"
LANGUAGE_CODE = "zh-hans"
