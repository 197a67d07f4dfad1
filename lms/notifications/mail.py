"""Mail on a machine without a mail server: each letter becomes a file and a line in the console."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class FolderAndConsoleBackend(EmailBackend):
    """Writes letters to ``EMAIL_FILE_PATH`` and says in the console that one came, without its recipient or text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages) or 0
        print(f"{sent} letter(s) written to {settings.EMAIL_FILE_PATH}", flush=True)
        return sent
