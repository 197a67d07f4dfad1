"""A drawing of black rectangles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Blocks:
    """Rectangles (x, y, width, height) on a square of ``side`` units, such as the modules of a QR code. To WeasyPrint it is an image."""

    rectangles: Sequence[tuple[int, int, int, int]]
    side: int

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        return self.side, self.side, 1

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """``stream`` is pydyf's."""
        stream.transform(a=width / self.side, d=height / self.side)
        stream.set_color_rgb(0, 0, 0)
        # Several hundred: one by one they cost pydyf as much as the rest of the page.
        stream.stream.append(b"\n".join(b"%d %d %d %d re" % rectangle for rectangle in self.rectangles))
        stream.fill()
