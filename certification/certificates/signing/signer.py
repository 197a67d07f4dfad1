"""What signs documents, whatever holds its key."""

from datetime import datetime
from typing import Protocol


class Signer(Protocol):
    """Another kind of key is another class with these four, chosen in ``load_signer``: an SM2 key, a service of a licensed authority."""

    @property
    def is_test(self) -> bool:
        """Whether the key proves nothing, which every document signed with it says."""

    @property
    def valid_until(self) -> datetime:
        """After this moment a signature would be refused by whoever checks it."""

    def check(self, *, now: datetime) -> None:
        """Raises a ``DomainError`` that says what keeps it from signing at ``now``."""

    def sign(self, pdf: bytes, *, now: datetime) -> bytes:
        """The signed file starts with the very bytes of ``pdf``. Checks first; raises what ``check`` raises."""
