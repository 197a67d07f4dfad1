"""Certificates as the platform makes them, against the same page as one would make it at first, and against another typesetter."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings

from certification.certificates.documents import page_context
from certification.certificates.models import Certificate
from certification.certificates.qr import qr_blocks
from certification.certificates.seal import TEST_SEAL, rim, seal_of_tests_svg
from lms.pdf.faces import working_face, working_names
from tests.benchmarks.measure import Measurement
from tests.faults.cast import name_of

_ROOT = Path(__file__).resolve().parents[2]
_MEGABYTE = 1 << 20
_RATE = "certificates/s of processor time"
# What a renderer makes before it is measured: its programs are loaded, its fonts opened.
_WARM_UP = 3
_ROUNDS = 10
# Until this one, memory may grow: caches fill. After it, it is watched over ten batches: 2,000 certificates.
_SETTLED = 50
_BATCHES = 10


@dataclass(frozen=True)
class Cost:
    cpu: float
    bytes: int
    resident: int
    peak: int


class Renderer:
    """A process of ``tests.benchmarks.renderer``."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders, self._answers = orders, answers

    def order(self, count: int) -> None:
        self._orders.write(f"{count}\n")
        self._orders.flush()

    def answer(self) -> Cost:
        return Cost(**json.loads(self._answers.readline()))

    def make(self, count: int) -> Cost:
        self.order(count)
        return self.answer()


def measure_rendering(certificate: Certificate, *, count: int) -> Iterator[Measurement]:
    """``count`` certificates in a process; ten rounds by turns with the naive way, which makes a fifth as many."""
    with TemporaryDirectory(prefix="bench-pages-") as folder, ExitStack() as processes:
        job = _write_job(Path(folder), certificate, count)

        def start(way: str) -> Renderer:
            return processes.enter_context(_renderer(way, job))

        ours, naive = start("ours"), start("naive")
        share = max(count // _ROUNDS, 1)
        pairs = [(ours.make(share), naive.make(max(share // 5, 1))) for _round in range(_ROUNDS)]
        yield _speed(pairs, share)
        yield _size(pairs, share)
        yield from _memory(start("ours"), naive=pairs[-1][1].peak, count=count)
        yield _two_workers(start("signed"), start("signed"), naive, share)
        yield _beside_typst(ours, start("typst"))


def _speed(pairs: list[tuple[Cost, Cost]], share: int) -> Measurement:
    fewer = max(share // 5, 1)
    value, floor = share / median(a.cpu for a, _ in pairs), fewer / median(b.cpu for _, b in pairs)
    ratios = [(b.cpu / fewer) / (a.cpu / share) for a, b in pairs]
    return _measured("batch in one process", median(ratios), value, floor, _RATE)


def _size(pairs: list[tuple[Cost, Cost]], share: int) -> Measurement:
    ours, naive = pairs[-1][0].bytes / share, pairs[-1][1].bytes / max(share // 5, 1)
    return _measured("size before signing", ours / naive, ours / 1000, naive / 1000, "kB, less is better")


def _memory(ours: Renderer, *, naive: int, count: int) -> Iterator[Measurement]:
    """The peak over all of them; and what the process holds after the last one, against what it held after the fiftieth."""
    settled = ours.make(_SETTLED - _WARM_UP).resident
    last = ours.make(max(_BATCHES * count - _SETTLED, 1))
    yield _in_megabytes("peak memory", last.peak, naive)
    yield _in_megabytes("memory at the end of ten batches", last.resident, settled)


def _in_megabytes(name: str, value: int, floor: int) -> Measurement:
    return _measured(name, value / floor, value / _MEGABYTE, floor / _MEGABYTE, "MB, less is better")


def _two_workers(one: Renderer, other: Renderer, naive: Renderer, share: int) -> Measurement:
    """At the same time, by the processor time of the slower one: as where each has a core, whatever else the machine does."""
    fewer, ratios, rates, floors = max(share // 5, 1), [], [], []
    for _round in range(_ROUNDS):
        one.order(share)
        other.order(share)
        both = max(one.answer().cpu, other.answer().cpu)
        alone = naive.make(fewer).cpu
        rates.append(2 * share / both)
        floors.append(fewer / alone)
        ratios.append(rates[-1] / floors[-1])
    return _measured("signed by two workers", median(ratios), median(rates), median(floors), _RATE)


def _beside_typst(ours: Renderer, typst: Renderer) -> Measurement:
    pairs = [(ours.make(1).cpu, typst.make(1).cpu) for _round in range(2 * _ROUNDS)]
    value, floor = (median(pair[place] for pair in pairs) * 1000 for place in (0, 1))
    return _measured(
        "one certificate beside typst", median(a / b for a, b in pairs), value, floor, "ms, less is better"
    )


def _measured(name: str, ratio: float, value: float, floor: float, unit: str) -> Measurement:
    return Measurement(name, round(ratio, 3), round(value, 1), round(floor, 1), unit, _ROUNDS)


@contextmanager
def _renderer(way: str, job: Path) -> Iterator[Renderer]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.renderer", way, str(job)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("A process without pipes cannot be asked.")
        renderer = Renderer(process.stdin, process.stdout)
        renderer.make(_WARM_UP)
        yield renderer
        process.stdin.close()


def _write_job(folder: Path, certificate: Certificate, count: int) -> Path:
    # Cut once per machine, and not by a process that is measured.
    for name in working_names():
        working_face(name)
    page = plain_page(certificate)
    pages = [page | _of_its_own(page, each) for each in range(count)]
    job = folder / "job.json"
    job.write_text(
        json.dumps({"pages": pages, "faces": str(settings.FACES_ROOT), "keys": str(settings.SIGNING_KEY_DIR)})
    )
    return job


def plain_page(certificate: Certificate) -> dict[str, Any]:
    """What ``page_context`` gives, as values that go through JSON; with what the other ways need in place of drawings."""
    design = certificate.design
    plain: dict[str, Any] = dict(page_context(certificate))
    plain["rows"] = [[asdict(line) for line in row] for row in plain["rows"]]
    plain["certificate"] = {
        "title": certificate.title,
        "number": certificate.number,
        "name": certificate.name,
        "template": {"signatory_name": design.signatory_name, "issuer_credit_code": design.issuer_credit_code},
    }
    return plain | {"seal_rim": [asdict(glyph) for glyph in rim(TEST_SEAL)], "seal_svg": seal_of_tests_svg()}


def _of_its_own(page: dict[str, Any], each: int) -> dict[str, Any]:
    """Another name, number and address for each, as in a batch."""
    certificate = page["certificate"]
    number = f"{certificate['number'][:-8]}{each:06}-7"
    address = f"{page['address'][:-5]}{each:04}/"
    blocks = qr_blocks(address)
    dark = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in blocks.rectangles)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {blocks.side} {blocks.side}"><path d="{dark}"/></svg>'
    return {"certificate": certificate | {"number": number, "name": name_of(each)}, "address": address, "qr_svg": svg}
