"""The Celery application, and the one way to hand work to it."""

import logging
import os
from functools import partial
from typing import Any

from celery import Celery
from celery.app.task import Task
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")

logger = logging.getLogger(__name__)

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def send_after_commit(task: "Task[Any, Any]", *ids: object) -> None:
    """Sends ``task`` once the surrounding transaction has committed.

    The work is a row already, which beat sweeps; so a broker that does not answer delays the work and never fails the request.
    """
    transaction.on_commit(partial(_send, task, ids))


def _send(task: "Task[Any, Any]", ids: tuple[object, ...]) -> None:
    try:
        task.delay(*ids)
    except (OperationalError, OSError):
        logger.warning("The broker does not answer; %s waits for the next sweep.", task.name)
