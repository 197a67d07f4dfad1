import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from certification.certificates.credential_keys import make_test_credential_key
from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate, CertificateTemplate
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.cast import make_certificate, make_result, make_template
from tests.conftest import signed_in


@pytest.fixture(autouse=True)
def signing_keys() -> None:
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="津沽知识产权服务行业协会", now=NOW)
    make_test_credential_key(Path(settings.SIGNING_KEY_DIR))


@pytest.fixture
def key_folder(signing_keys: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the keys for a test that changes them."""
    folder = tmp_path / "keys"
    shutil.copytree(settings.SIGNING_KEY_DIR, folder)
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", folder)
    return folder


@pytest.fixture(autouse=True)
def _no_visits_counted() -> Iterator[None]:
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def template(db: None) -> CertificateTemplate:
    return make_template()


@pytest.fixture
def result(template: CertificateTemplate, practitioner: Practitioner, registrar: User) -> Result:
    """A released pass without a certificate."""
    return make_result(practitioner, registrar)


@pytest.fixture
def certificate(practitioner: Practitioner, registrar: User) -> Certificate:
    """Issued at NOW to 林虚光; valid until 2 June 2028."""
    return make_certificate(practitioner, registrar)


@pytest.fixture
def registrar_client(registrar: User) -> Client:
    return signed_in(registrar)
