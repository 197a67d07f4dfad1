"""Which drawing stands for a course: that of one of its competencies where there is one, else that of its line of business."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# By the code in small letters, without its point; each is a file of that name among the static pictures.
_DRAWN: dict[str, "StrOrPromise"] = {
    "gen": _("A lecture hall, seen from the back rows"),
    "gen01": _("A compass over calm water, with a lighthouse and a sailing boat"),
    "gen02": _("Two case files on either side of a wall with a lock in it"),
    "pat": _("A technical drawing with reference marks"),
    "pat02": _("A clock before a calendar on which one day is ringed"),
    "pat04": _("An office action and its answer, with three steps between them"),
    "tmk": _("A pattern of signs in many colors"),
    "cpr": _("A copyright sign made of rings, with a trace of sound"),
    "geo": _("A place marked among hills and fields"),
    "pvp": _("Rows of seedlings, one of them framed"),
    "icl": _("The layout of a chip with its tracks"),
    "leg": _("Scales before a row of columns"),
    "opr": _("Rising columns beside a stack of coins"),
    "inf": _("A magnifying glass over a wall of documents"),
    "con": _("Two speech bubbles that overlap"),
}
_OTHERWISE = "gen"


@dataclass(frozen=True)
class Picture:
    path: str
    description: "StrOrPromise"


def picture_of(domain: str, elements: Iterable[str]) -> Picture:
    codes = [*sorted(elements), domain]
    names = (code.replace(".", "").lower() for code in codes)
    name = next((name for name in names if name in _DRAWN), _OTHERWISE)
    return Picture(f"pictures/{name}.svg", _DRAWN[name])
