from django import template
from django.forms import BaseForm

register = template.Library()


@register.simple_tag
def plain_form(form: BaseForm) -> BaseForm:
    """A form of allauth without its placeholders: they repeat the label and vanish on the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form
