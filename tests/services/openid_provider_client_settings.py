"""The site as the tests configure it, with the second factor asked for as in production."""

from lms.settings.test import *  # noqa: F403 - a settings module is its base plus differences

STAFF_MFA_REQUIRED = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
