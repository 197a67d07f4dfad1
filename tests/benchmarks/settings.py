"""The site as the tests configure it, with the bare floors beside it and everything measured on a database of its own."""

from lms.settings.base import CACHE_URL
from lms.settings.test import *  # noqa: F403 - a settings module is its base plus differences

ROOT_URLCONF = "tests.benchmarks.urls"
LANGUAGE_CODE = "zh-hans"
if CACHE_URL:
    # Where limits count for all of a site's processes; the tests count in memory.
    CACHES = {"default": {"BACKEND": "lms.cache.TolerantRedisCache", "LOCATION": CACHE_URL}}
