"""The floors as an application of their own: Django without any middleware."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
django.setup(set_prefix=False)

from tests.benchmarks.wsgi import without_middleware  # noqa: E402 - needs the settings

application = without_middleware()
