"""What the exam office types in Wagtail's admin; saving goes through the services."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from certification.items.enums import ItemType
from certification.papers.models import Blueprint, BlueprintArea, BlueprintSection
from certification.sittings import services
from certification.sittings.enums import SittingState
from certification.sittings.models import Assessment, Registration, Sitting
from certification.sittings.queries import seats_taken

_RULE_FIELDS = ("rule_version", "rule_total", "rule_case", "rule_areas")
_NEVER_TYPED = ("state", *services.FIXED_ONCE_TAKEN)


class AssessmentForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """The pass rule is typed as numbers and stored as one rule with its version."""

    rule_version = forms.CharField(label=_("Pass rule: version"), max_length=20)
    rule_total = forms.DecimalField(label=_("Pass rule: points in total"), min_value=0, max_digits=5, decimal_places=1)
    rule_case = forms.DecimalField(
        label=_("Pass rule: points in the cases"),
        min_value=0,
        max_digits=5,
        decimal_places=1,
        required=False,
        help_text=_("Empty when the paper has no case or asks for no minimum there."),
    )
    rule_areas = forms.CharField(
        label=_("Pass rule: areas"),
        required=False,
        help_text=_("Area and the percentage of its items that must be right, for example: A 60, B 50"),
    )

    class Meta:
        model = Assessment
        fields = (
            "code",
            "title_zh",
            "title_en",
            "summary_zh",
            "summary_en",
            "domain",
            "level",
            "blueprint",
            "standard",
            "requires_license",
            "prerequisites",
            "retake_days",
            "attempts_per_year",
            "validity_years",
        )
        widgets = {"prerequisites": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.instance.pass_rule or {}
        areas = (f"{code} {_number(Decimal(str(share)) * 100)}" for code, share in rule.get("areas", {}).items())
        self.initial |= {
            "rule_version": rule.get("version", ""),
            "rule_total": rule.get("total"),
            "rule_case": rule.get("case"),
            "rule_areas": ", ".join(areas),
        }
        self.fields["prerequisites"].queryset = Assessment.objects.exclude(pk=self.instance.pk).order_by("code")

    def clean_rule_areas(self) -> dict[str, str]:
        shares: dict[str, str] = {}
        for part in filter(
            None, (part.strip() for part in self.cleaned_data["rule_areas"].replace("，", ",").split(","))
        ):
            code, _space, percent = part.partition(" ")
            number = percent.strip().rstrip("%")
            if not number.isascii() or not number.isdigit() or int(number) > 100:
                raise forms.ValidationError(
                    _("Write each area as its letter and a percentage, for example: A 60, B 50")
                )
            shares[code] = str(Decimal(int(number)) / 100)
        return shares

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        blueprint = cleaned.get("blueprint")
        if blueprint is not None and not any(name in self.errors for name in _RULE_FIELDS):
            rule = _rule_of(cleaned)
            self._check_rule(blueprint, cleaned)
            self.instance.pass_rule = rule
        return cleaned

    def _check_rule(self, blueprint: Blueprint, cleaned: dict[str, Any]) -> None:
        known = set(BlueprintArea.objects.filter(blueprint=blueprint).values_list("code", flat=True))
        if unknown := sorted(set(cleaned["rule_areas"]) - known):
            text = _("The blueprint has no area %(areas)s; it has %(known)s.")
            self.add_error("rule_areas", text % {"areas": ", ".join(unknown), "known": ", ".join(sorted(known))})
        has_cases = BlueprintSection.objects.filter(blueprint=blueprint, type=ItemType.ESSAY, count__gt=0).exists()
        if cleaned["rule_case"] is not None and not has_cases:
            self.add_error("rule_case", _("The blueprint has no case, so no minimum can be asked for."))

    def save(self, commit: bool = True) -> Assessment:  # noqa: FBT001, FBT002 - Django's own form
        return services.save_assessment(
            assessment=self.instance,
            prerequisites=self.cleaned_data["prerequisites"],
            actor=self.for_user,
            now=timezone.now(),
        )


class SittingForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """Once someone is registered only the seats can change, or the sitting be called off."""

    call_off = forms.BooleanField(
        label=_("Call this sitting off"),
        required=False,
        help_text=_("Cancels every registration and tells the candidates. It cannot be taken back."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("The candidates read it in the message they get."),
    )

    class Meta:
        model = Sitting
        fields = (
            "assessment",
            "paper",
            "code",
            "state",
            "registration_opens_at",
            "registration_closes_at",
            "opens_at",
            "closes_at",
            "minutes",
            "capacity",
            "place",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        if self.instance.pk is None:
            del self.fields["call_off"], self.fields["reason"]
        is_cancelled = self.instance.pk is not None and self.instance.state == SittingState.CANCELLED
        if not is_cancelled:
            state.choices = [choice for choice in state.choices if choice[0] != SittingState.CANCELLED]
        if is_cancelled or (self.instance.pk is not None and seats_taken(self.instance)):
            for name in (name.removesuffix("_id") for name in _NEVER_TYPED):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("call_off") and not cleaned.get("reason"):
            self.add_error("reason", _("Say why; the candidates read it."))
        return cleaned

    def save(self, commit: bool = True) -> Sitting:  # noqa: FBT001, FBT002 - Django's own form
        now, actor = timezone.now(), self.for_user
        if self.cleaned_data.get("call_off"):
            return services.cancel_sitting(
                sitting=self.instance, actor=actor, reason=self.cleaned_data["reason"], now=now
            )
        return services.save_sitting(sitting=self.instance, actor=actor, now=now)


class ExtraTimeForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    class Meta:
        model = Registration
        fields = ("extra_time",)

    def save(self, commit: bool = True) -> Registration:  # noqa: FBT001, FBT002 - Django's own form
        return services.grant_extra_time(
            registration=self.instance,
            factor=self.cleaned_data["extra_time"],
            actor=self.for_user,
            now=timezone.now(),
        )


def _rule_of(cleaned: dict[str, Any]) -> dict[str, object]:
    rule: dict[str, object] = {"version": cleaned["rule_version"], "total": _number(cleaned["rule_total"])}
    if cleaned["rule_case"] is not None:
        rule["case"] = _number(cleaned["rule_case"])
    return rule | {"areas": cleaned["rule_areas"]}


def _number(value: Decimal) -> int | str:
    """Whole numbers as numbers, others as text: JSON would store them as floats."""
    return int(value) if value == int(value) else f"{value.normalize():f}"
