"""What operators are told and given: .env.example, docs/operations.md and compose.yaml know every setting."""

import re
from itertools import pairwise
from typing import Any

import pytest
import yaml

from tests.services.process import ROOT

# Read by lms/bootstrap.py, gunicorn and compose.yaml alone.
OF_PROCESSES = {"DJANGO_SETTINGS_MODULE", "DEBUG", "DOCUMENT_WORKERS", "WORKER_CONCURRENCY", "WEB_CONCURRENCY"}
# Fixed by the image, or of one machine without containers.
NOT_IN_COMPOSE = {
    "DJANGO_SETTINGS_MODULE",
    "DEBUG",
    "HOST",
    "PORT",
    "DATA_DIR",
    "STATIC_ROOT",
    "DOCUMENT_WORKERS",
    "WORKER_CONCURRENCY",
}


def read_settings() -> set[str]:
    sources = [(ROOT / "lms/settings" / f"{name}.py").read_text() for name in ("base", "development", "production")]
    return set(re.findall(r'environment\.\w+\(\s*"([A-Z0-9_]+)"', "".join(sources)))


def listed_settings() -> set[str]:
    return set(re.findall(r"^# ([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return services


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert len(read_settings()) > 25
    assert listed_settings() - OF_PROCESSES == read_settings() - OF_PROCESSES


def test_operations_explain_every_setting() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    # The single sign-on has a section, with these as a family.
    unexplained = {name for name in listed_settings() if name not in text and not name.startswith("OPENID_CONNECT_")}

    assert unexplained == set()


@pytest.mark.parametrize("service", ["prepare", "web", "worker", "documents", "beat"])
def test_compose_hands_every_setting_on(services: dict[str, Any], service: str) -> None:
    assert set(services[service]["environment"]) == listed_settings() - NOT_IN_COMPOSE


def test_batches_of_certificates_have_a_worker_of_their_own(services: dict[str, Any]) -> None:
    def queues(service: str) -> list[str]:
        command = services[service]["command"]
        return [after for option, after in pairwise(command) if option == "--queues"]

    assert queues("documents") == ["documents"]
    assert queues("worker") == []
    assert "${DOCUMENT_WORKERS:-1}" in services["documents"]["command"]


def test_every_service_says_whether_it_is_well(services: dict[str, Any]) -> None:
    # The image brings the check of the web.
    own = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}

    assert own == set(services) - {"web", "prepare"}
