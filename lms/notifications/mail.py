"""Mail on a machine without a mail server: each letter becomes a file and a line in the console."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class FolderAndConsoleBackend(EmailBackend):
    """Writes letters to ``EMAIL_FILE_PATH`` and says in the console that one came, without its recipient or text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages) or 0
        print(f"{sent} letter(s) written to {self.file_path}", flush=True)
        return sent
