"""What ends an upload while it comes in: Django bounds the fields of a form, and leaves files to its users."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RequestSizeHandler(FileUploadHandler):
    """First in ``FILE_UPLOAD_HANDLERS``: a request over ``REQUEST_LIMIT`` bytes is refused before a byte of it is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > settings.REQUEST_LIMIT:
            raise RequestDataTooBig(f"A request of {content_length} bytes exceeded REQUEST_LIMIT.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
