"""An item written by hand, and the words of a verdict."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from certification.items.content import (
    BOOLEAN_TEXTS,
    OPTION_KEYS,
    Criterion,
    ItemContent,
    Option,
    problems_of,
    read_criterion,
)
from certification.items.enums import CognitiveLevel, ItemType, Verdict
from certification.items.models import ItemRevision
from certification.items.rows import CODE_LENGTH
from lms.competency.enums import Level
from lms.competency.models import Element

LEVEL_CHOICES = [(level.value, format_lazy("{} {}", level.value, level.label)) for level in Level]
_PLAIN_FIELDS = ["level", "cognitive_level", "type", "stem", "rationale", "reference", "note"]
_PLAIN_FIELDS += ["effective_from", "effective_until"]
_FORM_FIELD = {"options": "option_A", "answer": "right", "max_points": "rubric"}


class ItemForm(forms.Form):
    """``content`` is the item once the form is valid. Without ``code`` it writes a further revision of an item."""

    content: ItemContent

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        validators=[validate_slug],
        help_text=_("Such as PAT-L2-101; never changed."),
    )
    element = forms.ModelChoiceField(Element.objects.order_by("code"), label=_("Element"))
    level = forms.ChoiceField(label=_("Level"), choices=LEVEL_CHOICES)
    cognitive_level = forms.ChoiceField(label=_("Cognitive level"), choices=CognitiveLevel.choices)
    type = forms.ChoiceField(label=_("Type"), choices=ItemType.choices)
    stem = forms.CharField(label=_("Stem"), widget=AdminAutoHeightTextInput)
    right = forms.MultipleChoiceField(
        label=_("Right options"),
        choices=[(key, key) for key in OPTION_KEYS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statement = forms.ChoiceField(
        label=_("The statement is"),
        choices=[("T", pgettext_lazy("the statement is", "true")), ("F", pgettext_lazy("the statement is", "false"))],
        required=False,
        widget=forms.RadioSelect,
    )
    rubric = forms.CharField(
        label=_("Rubric"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("One criterion a line, its points after a vertical bar: Names the legal basis | 6"),
    )
    rationale = forms.CharField(label=_("Rationale"), widget=AdminAutoHeightTextInput)
    reference = forms.CharField(
        label=_("Legal reference"),
        widget=AdminAutoHeightTextInput,
        help_text=_("The law with its year, and the article."),
    )
    effective_from = forms.DateField(label=_("In force from"), widget=AdminDateInput)
    effective_until = forms.DateField(
        label=_("In force until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Its last day; empty while no end is known."),
    )
    note = forms.CharField(label=_("Note for colleagues"), required=False, widget=AdminAutoHeightTextInput)

    def __init__(self, *args: Any, revision: ItemRevision | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in OPTION_KEYS:
            self.fields[_option(key)] = forms.CharField(
                label=_("Option %(key)s") % {"key": key}, required=False, widget=AdminAutoHeightTextInput
            )
        if revision is not None:
            del self.fields["code"]
            self.initial = {**initial_of(revision.content), **self.initial}

    @property
    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Fields in groups, each under its heading."""
        options = [_option(key) for key in OPTION_KEYS]
        groups = (
            (_("What it tests"), ["code", "element", "level", "cognitive_level", "type"]),
            (_("What the candidate reads"), ["stem"]),
            (_("Single and multiple choice"), [*options, "right"]),
            (ItemType.BOOLEAN.label, ["statement"]),
            (ItemType.ESSAY.label, ["rubric"]),
            (_("Why the key is right"), ["rationale", "reference", "effective_from", "effective_until", "note"]),
        )
        for heading, names in groups:
            yield str(heading), [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            content = self._read(cleaned)
            for field, message in problems_of(content):
                self.add_error(_form_field(field, content), _("This %(problem)s.") % {"problem": message})
            self.content = content
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> ItemContent:
        # A copy, for an error takes its field out of the original.
        values = dict(cleaned)
        rubric = tuple(self._rubric(values["rubric"]))
        options, answer = self._options(values)
        return ItemContent(
            **{name: values[name] for name in _PLAIN_FIELDS},
            element=values["element"].code,
            options=options,
            answer=answer,
            rubric=rubric,
            max_points=sum(criterion["points"] for criterion in rubric) if values["type"] == ItemType.ESSAY else None,
        )

    def _options(self, cleaned: dict[str, Any]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
        """A true-or-false item has its two options by itself; what was typed for another type is not lost silently."""
        typed = tuple(Option(key=key, text=cleaned[_option(key)]) for key in OPTION_KEYS if cleaned[_option(key)])
        if cleaned["type"] != ItemType.BOOLEAN:
            return typed, tuple(cleaned["right"])
        if typed:
            self.add_error("type", _("A true-or-false item has no options A to F. Clear them, or choose another type."))
        return (
            tuple(Option(key=key, text=text) for key, text in BOOLEAN_TEXTS.items()),
            tuple(filter(None, [cleaned["statement"]])),
        )

    def _rubric(self, text: str) -> Iterator[Criterion]:
        for line in filter(None, (line.strip() for line in text.splitlines())):
            criterion = read_criterion(line)
            if criterion is not None:
                yield criterion
            else:
                self.add_error(
                    "rubric", _("“%(line)s” does not end in a vertical bar and whole points.") % {"line": line}
                )


class ImportForm(forms.Form):
    """What is in the file is for the service to say."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx"}),
        help_text=_("JSON or XLSX, at most 5 MB and 2,000 items."),
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("What the author is to change. Needed to send a revision back."),
    )


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Such as the change of law, with its date.")
    )


def initial_of(content: ItemContent) -> dict[str, Any]:
    options = {_option(option["key"]): option["text"] for option in content.options if option["key"] in OPTION_KEYS}
    return (
        content.values()
        | options
        | {
            "right": list(content.answer),
            "statement": content.answer[0] if content.type == ItemType.BOOLEAN and content.answer else "",
            "rubric": "\n".join(f"{criterion['criterion']} | {criterion['points']}" for criterion in content.rubric),
        }
    )


def _option(key: str) -> str:
    return f"option_{key}"


def _form_field(field: str, content: ItemContent) -> str:
    if field == "answer" and content.type == ItemType.BOOLEAN:
        return "statement"
    return _FORM_FIELD.get(field, field)
