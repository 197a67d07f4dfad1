"""What the attempt's script says; it brings no words of its own."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def attempt_texts() -> dict[str, str]:
    """Braces are filled in by the script."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "retrying": _("Not saved. Trying again…"),
        "offline": _("No connection. Your answers are kept on this page and sent when it is back."),
        "back": _("The connection is back. Your answers are being saved."),
        "signedOut": _(
            "You are signed out. Sign in in a new window, then come back here; your answers wait on this page."
        ),
        "conflict": _("Answered in another window meanwhile. Choose which answer stays."),
        "nothingChosen": _("No answer"),
        "question": _("Question {number}"),
        "answered": _("answered"),
        "unanswered": _("not answered"),
        "flagged": _("flagged"),
        "notSaved": _("not saved"),
        "inConflict": _("two answers to choose from"),
        "progress": _("{answered} of {total} answered"),
        "characters": _("{count} of 20,000 characters"),
        "leaving": _("Some answers are not saved yet."),
        "left30": ngettext("%(count)s minute left.", "%(count)s minutes left.", 30) % {"count": 30},
        "left10": ngettext("%(count)s minute left.", "%(count)s minutes left.", 10) % {"count": 10},
        "left5": ngettext("%(count)s minute left.", "%(count)s minutes left.", 5) % {"count": 5},
        "left1": ngettext("%(count)s minute left.", "%(count)s minutes left.", 1) % {"count": 1},
        "timeOver": _("The time is over. Your last answers are being saved…"),
        "handingIn": _("Saving your last answers…"),
    }
