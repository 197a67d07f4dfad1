"""Where a text of a certificate may break: its last line is never one word or one character. WeasyPrint knows no ``text-wrap``."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# A few Han characters with the marks behind them, or two short words.
_END = re.compile(r"(?:[\u3400-\u9fff]{2,4}[。！？”》）.!?)]{0,2}|[!-~]{1,20} [!-~]{1,20})\Z")


@register.filter
def keep_end(text: str) -> SafeString:
    """The end of ``text`` in one piece, which the style sheets of certificates call ``end``."""
    end = _END.search(text)
    if end is None:
        return format_html("{}", text)
    return format_html('{}<span class="end">{}</span>', text[: end.start()], end[0])
