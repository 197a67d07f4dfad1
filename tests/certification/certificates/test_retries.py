from datetime import timedelta

import pytest

from certification.certificates.retries import pause_after


@pytest.mark.parametrize(("failures", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (1000, 3600)])
def test_pauses_double_up_to_an_hour(failures: int, seconds: int) -> None:
    assert pause_after(failures) == timedelta(seconds=seconds)
