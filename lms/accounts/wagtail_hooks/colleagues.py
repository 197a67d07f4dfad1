"""Accounts of colleagues in Wagtail's admin: our model has one name and no user name, and nobody types another person's password."""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView, UserViewSet

from lms.accounts.models import User
from lms.wagtail_viewsets import OurExport

_FIELDS = ["email", "display_name", "is_superuser", "groups"]


class _WithoutFirstAndLastName:
    """A role makes a colleague: the flag follows from it."""

    cleaned_data: dict[str, Any]

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's own form
        user: User = super().save(commit=False)  # type: ignore[misc]  # of the form beside which this stands
        user.is_staff = user.is_superuser or bool(self.cleaned_data["groups"])
        if commit:
            if user.pk is None:
                user.set_unusable_password()
            user.save()
            self.save_m2m()  # type: ignore[attr-defined]  # likewise
        return user


class ColleagueCreationForm(_WithoutFirstAndLastName, UserCreationForm):
    first_name = last_name = None

    class Meta(UserCreationForm.Meta):
        fields = _FIELDS


class ColleagueEditForm(_WithoutFirstAndLastName, UserEditForm):
    first_name = last_name = None

    class Meta(UserEditForm.Meta):
        fields = [*_FIELDS, "is_active"]


class ColleagueIndexView(OurExport, IndexView):
    pass


class ColleagueViewSet(UserViewSet):
    index_view_class = ColleagueIndexView

    def get_form_class(self, for_update: bool = False) -> type[UserEditForm] | type[UserCreationForm]:  # noqa: FBT001, FBT002
        return ColleagueEditForm if for_update else ColleagueCreationForm
