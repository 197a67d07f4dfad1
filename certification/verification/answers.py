"""The answers to a file that someone brings, each with its own words: four questions that must not be mixed up."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FileAnswer(TextChoices):
    ISSUED = "issued", pgettext_lazy("file answer", "Issued by us, to the byte")
    SAME = "same", pgettext_lazy("file answer", "Word for word what we issued")
    CHANGED = "changed", pgettext_lazy("file answer", "Changed after it was issued")
    UNKNOWN = "unknown", pgettext_lazy("file answer", "Not a file of ours")


class SignatureAnswer(TextChoices):
    OURS = "ours", pgettext_lazy("signature answer", "Whole and ours")
    CHANGED = "changed", pgettext_lazy("signature answer", "Broken: changed after it was signed")
    OTHERS = "others", pgettext_lazy("signature answer", "Signed by someone else")
    MISSING = "missing", pgettext_lazy("signature answer", "Not signed")
    UNREADABLE = "unreadable", pgettext_lazy("signature answer", "Cannot be read")
    NOT_ASKED = "not_asked", pgettext_lazy("signature answer", "Not a PDF")


class CredentialAnswer(TextChoices):
    GOOD = "good", pgettext_lazy("credential answer", "Good and ours")
    CHANGED = "changed", pgettext_lazy("credential answer", "Changed after it was signed")
    OTHERS = "others", pgettext_lazy("credential answer", "Not signed with a key of ours")
    NOT_ISSUED = "not_issued", pgettext_lazy("credential answer", "Not the one we issued")
    MISSING = "missing", pgettext_lazy("credential answer", "None in this file")
    UNREADABLE = "unreadable", pgettext_lazy("credential answer", "Cannot be read")


GOOD, BAD, OPEN = "good", "bad", "open"
_TONES: dict[str, str] = {
    FileAnswer.ISSUED: GOOD,
    FileAnswer.SAME: GOOD,
    SignatureAnswer.OURS: GOOD,
    CredentialAnswer.GOOD: GOOD,
    SignatureAnswer.NOT_ASKED: OPEN,
    CredentialAnswer.MISSING: OPEN,
}
_MEANINGS: dict[type, dict[str, Promise]] = {
    FileAnswer: {
        FileAnswer.ISSUED: _(
            "Its SHA-256 is in the association’s register: not one byte differs from what was issued."
        ),
        FileAnswer.SAME: _(
            "Other bytes, as after pasting or inside a badge, with the very content of a credential in the register."
        ),
        FileAnswer.CHANGED: _(
            "It begins as a file that the association issued, and something was added afterwards. What the register says is below; do not rely on the file."
        ),
        FileAnswer.UNKNOWN: _(
            "The register has no file with this SHA-256. A scan, a print to PDF or a file saved anew by a program is never the file that was issued: "
            "ask the holder for the original."
        ),
    },
    SignatureAnswer: {
        SignatureAnswer.OURS: _(
            "The association’s key has signed every byte of the file, no change is allowed, and none was made."
        ),
        SignatureAnswer.CHANGED: _(
            "It bears the association’s signature, which no longer covers the whole file or no longer fits it. Do not rely on it."
        ),
        SignatureAnswer.OTHERS: _(
            "The key is none of those that the association publishes. Anybody can make such a signature, under any name."
        ),
        SignatureAnswer.MISSING: _("A PDF that the association issues is always signed."),
        SignatureAnswer.UNREADABLE: _(
            "The PDF is damaged, locked by a password, or made so that it cannot be read. A PDF that the association issues can be read by everyone."
        ),
        SignatureAnswer.NOT_ASKED: _("Only the PDF bears a signature of this kind; a credential has its own proof."),
    },
    CredentialAnswer: {
        CredentialAnswer.GOOD: _(
            "A key that the association publishes has signed it, and it says word for word what was issued."
        ),
        CredentialAnswer.CHANGED: _("Its proof does not fit what it says. Do not rely on it."),
        CredentialAnswer.OTHERS: _(
            "It names a key or an issuer that the association does not publish, or one that was not in use at that time. Do not rely on it."
        ),
        CredentialAnswer.NOT_ISSUED: _(
            "Its proof is good, and yet the register has no such credential. Ask the association."
        ),
        CredentialAnswer.MISSING: _("Files of the first certificates bear none; that alone says nothing against them."),
        CredentialAnswer.UNREADABLE: _("There is something that should be a credential, and is not a whole one."),
    },
}

AnyAnswer = FileAnswer | SignatureAnswer | CredentialAnswer


def tone_of(answer: AnyAnswer) -> str:
    return _TONES.get(answer, BAD)


def meaning_of(answer: AnyAnswer) -> str:
    return str(_MEANINGS[type(answer)][answer])


@dataclass(frozen=True)
class Mark:
    """One answer as a page shows it."""

    tone: str
    label: str
    meaning: str


def marks_of(file: Mapping[str, str]) -> list[Mark]:
    """The three answers to a file, by their values; nothing where none was brought."""
    if not file:
        return []
    answers: list[AnyAnswer] = [
        FileAnswer(file["file"]),
        SignatureAnswer(file["signature"]),
        CredentialAnswer(file["credential"]),
    ]
    return [Mark(tone_of(each), str(each.label), meaning_of(each)) for each in answers]
