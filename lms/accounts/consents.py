"""What a person consents to, word for word. A changed text gets a new version; a consent given keeps the version it was given for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import ConsentKind


@dataclass(frozen=True)
class ConsentText:
    version: str
    purpose: str | Promise
    shown: str | Promise
    hidden: str | Promise
    withdrawal: str | Promise


CONSENT_TEXTS: dict[ConsentKind, ConsentText] = {
    ConsentKind.PUBLISH_PROFILE: ConsentText(
        version="2025-1",
        purpose=_("So that clients and employers can look up how you stand in the association’s self-regulation."),
        shown=_(
            "Your name, domains and levels, your employer, your certificates with number, level, dates and status, and your credit level "
            "with its date, rule set and the records whose publication the rules provide for."
        ),
        hidden=_(
            "Your ID number, phone, e-mail, scores and answers, the points in detail, minor records, drafts, complaints and objections."
        ),
        withdrawal=_(
            "You can withdraw this consent here at any time; the profile is unpublished at once. Checking a certificate by number and name goes on."
        ),
    ),
    ConsentKind.LIST_IN_DIRECTORY: ConsentText(
        version="2025-1",
        purpose=_("So that those who look for a specialist can find you by domain and industry chain."),
        shown=_("Your name, employer, domains and levels, and the industry chains you know."),
        hidden=_("Your ID number, phone and e-mail. Who wants to reach you writes through the association."),
        withdrawal=_(
            "You can withdraw this consent here at any time; the entry disappears from the directory at once."
        ),
    ),
}


def current_version(kind: ConsentKind) -> str:
    return CONSENT_TEXTS[kind].version
