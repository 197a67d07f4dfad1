"""Lists among the settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from lms.settings import environment


def test_a_list_is_read_whatever_spaces_stand_around_its_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", " the new key, the old key ,")

    assert environment.words("FIELD_ENCRYPTION_KEYS") == ["the new key", "the old key"]


def test_a_list_that_must_be_given_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIELD_ENCRYPTION_KEYS", raising=False)

    assert environment.words("FIELD_ENCRYPTION_KEYS", default=[]) == []
    with pytest.raises(ImproperlyConfigured, match="Set the environment variable FIELD_ENCRYPTION_KEYS"):
        environment.words("FIELD_ENCRYPTION_KEYS")
