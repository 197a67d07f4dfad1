"""One row that fails keeps no other, and the log says which it was."""

import pytest

from lms.sweeps import each_by_itself


def test_a_row_that_fails_keeps_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done = each_by_itself([4, 0, 2], lambda row: 8 // row, failure="Row %s could not be divided by.")

    assert list(done) == [2, 4]
    [entry] = caplog.records
    assert entry.getMessage() == "Row 0 could not be divided by."
    assert entry.exc_info
    assert entry.exc_info[0] is ZeroDivisionError
