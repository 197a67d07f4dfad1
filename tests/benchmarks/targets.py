"""What a measured line must reach. Ratios against floors of the same run, so that they hold on a slow and on a busy machine."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.benchmarks.measure import Measurement


@dataclass(frozen=True)
class Target:
    ratio: float
    # As of sizes; otherwise more is.
    less_is_better: bool = False

    def is_met(self, ratio: float) -> bool:
        return ratio <= self.ratio if self.less_is_better else ratio >= self.ratio

    def __str__(self) -> str:
        return f"{'at most' if self.less_is_better else 'at least'} {self.ratio:g}"


# By the names of the measurements; what is not here is only watched.
TARGETS = {
    "verify as a page, served": Target(0.6),
    "verify as JSON, served": Target(0.65),
    "verify 500": Target(30),
    "batch in one process": Target(5),
    "signed by two workers": Target(7),
    "size before signing": Target(0.2, less_is_better=True),
    "peak memory": Target(0.15, less_is_better=True),
    "memory at the end of ten batches": Target(1.1, less_is_better=True),
    "one certificate beside typst": Target(5, less_is_better=True),
}


def summarize(measured: Iterable[Measurement], *, whole: bool) -> tuple[str, bool]:
    """A line for each, and whether all reach their targets; of a ``whole`` run none may be missing."""
    lines, all_met, missing = [], True, set(TARGETS) if whole else set()
    for each in measured:
        missing.discard(each.name)
        target = TARGETS.get(each.name)
        is_met = target is None or target.is_met(each.ratio)
        all_met = all_met and is_met
        verdict = f"{'met' if is_met else 'MISSED'}: {target}" if target else "no target"
        lines.append(f"  {each.name}: {each.ratio:g} ({verdict})")
    lines += [f"  {name}: NOT MEASURED ({TARGETS[name]})" for name in sorted(missing)]
    return "\n".join(lines), all_met and not missing
