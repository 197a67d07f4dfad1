from django.db.models import Q

from lms.accounts.models import Practitioner, User

_MOST = 20


def find_people(user: User, text: str) -> list[Practitioner]:
    """People whose name contains ``text`` or whose mail address or certificate number it is, at most 20."""
    if not text:
        return []
    people = Practitioner.objects.visible_to(user).select_related("user", "employer")
    matching = people.filter(
        Q(name__icontains=text) | Q(user__email__iexact=text) | Q(certificates__number__iexact=text)
    )
    return list(matching.distinct().order_by("name", "pk")[:_MOST])
