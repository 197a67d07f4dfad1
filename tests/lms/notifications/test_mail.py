from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection


def test_letter_becomes_a_file_and_a_line_without_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backend = get_connection("lms.notifications.mail.FolderAndConsoleBackend", file_path=str(tmp_path))
    EmailMessage("主题", "正文", to=["lin@example.com"], connection=backend).send()

    assert "lin@example.com" in "".join(file.read_text() for file in tmp_path.iterdir())
    said = capsys.readouterr().out
    assert said.startswith("1 letter(s) written to ")
    assert "lin@example.com" not in said
