"""What a person can act on: every refusal of a service is a ``DomainError``; everything else is a bug and raises."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal with a sentence for the person who asked and the HTTP status that fits it.

    Subclasses set ``message`` (translated, says why and what to do) and, where 409 is wrong, ``status``.
    """

    message: str | Promise = ""
    status: int = 409

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)
