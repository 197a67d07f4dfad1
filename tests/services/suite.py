"""Every test this machine can run, in four stages: `python -m tests.services.suite` (or only those of the paths given).

The suite on SQLite, then on PostgreSQL with the races; then what needs Elasticsearch, a worker on Redis, validators or the benchmark programs,
and beside it, for both wait much, the browser. A stage that fails does not stop the next; the result is bad if any of them is.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tests.services.postgres import available, postgres
from tests.services.process import ROOT

PARALLEL = ("-n", "2", "--dist", "worksteal")
PLAIN = "not (elasticsearch or worker or validator or e2e or benchmark)"
COVERAGE = ("--cov", "--cov-append", "--cov-report=")
CLOSING_LINE = re.compile(r"^=+ (.* in [\d.]+s.*) =+$")
FAILED_LINE = re.compile(r"^(?:FAILED|ERROR) tests/.*$")


@dataclass(frozen=True)
class Stage:
    title: str
    arguments: tuple[str, ...]
    on_postgres: bool
    # Which takes half as long again; what runs twice is measured once, on PostgreSQL. Only one of a turn may write its file.
    is_measured: bool = False


@dataclass(frozen=True)
class Outcome:
    """``closing`` is pytest's last line; ``failed`` are its lines that name a test, each with the reason in a few words."""

    code: int
    closing: str
    failed: list[str]
    seconds: float


# Each turn runs alone; the stages of one turn run beside each other.
TURNS = (
    (Stage("the suite on SQLite", (*PARALLEL, "-m", f"{PLAIN} and not postgres"), on_postgres=False),),
    (Stage("the suite and the races on PostgreSQL", (*PARALLEL, "-m", PLAIN), on_postgres=True, is_measured=True),),
    (
        Stage(
            "search on Elasticsearch, a worker on Redis, validators of documents, benchmark programs",
            ("-m", "elasticsearch or worker or validator or benchmark"),
            on_postgres=True,
            is_measured=True,
        ),
        Stage("the browser", ("-m", "e2e"), on_postgres=False),
    ),
)


def main() -> int:
    run_coverage("erase")
    with _postgres_if_any() as database_url:
        outcomes = [outcome for turn in TURNS for outcome in _run_turn(turn, database_url)]
    coverage = run_coverage("report", "--skip-covered", "--skip-empty")
    print("\nIn short:")
    for stage, outcome in zip([stage for turn in TURNS for stage in turn], outcomes, strict=True):
        print(f"  {stage.title}: {outcome.closing} [{outcome.seconds:.0f} s]")
        for line in outcome.failed:
            print(f"    {line}")
    return 1 if coverage or any(outcome.code for outcome in outcomes) else 0


@contextmanager
def _postgres_if_any() -> Iterator[str | None]:
    reason = available()
    if reason:
        # Without it the second stage only says, test by test, what it could not run.
        print(f"PostgreSQL: {reason}", flush=True)
        yield None
        return
    with postgres() as url:
        yield url


def _run_turn(turn: tuple[Stage, ...], database_url: str | None) -> list[Outcome]:
    run = partial(_run, database_url=database_url, at_once=len(turn) == 1)
    with ThreadPoolExecutor(len(turn)) as pool:
        return list(pool.map(run, turn))


def _run(stage: Stage, database_url: str | None, *, at_once: bool) -> Outcome:
    """The output passes through ``at_once``, or whole at the end."""
    # Where PostgreSQL is missing, all that can be measured is.
    is_measured = stage.is_measured or (not database_url and at_once)
    arguments = [*stage.arguments, *(COVERAGE if is_measured else ())]
    env = dict(os.environ)
    if stage.on_postgres and database_url:
        env["DATABASE_URL"] = database_url
    elif stage.on_postgres:
        arguments = [argument.replace(PLAIN, "postgres") for argument in arguments]
    started, lines = time.monotonic(), [f"\n##### {stage.title}\n"]
    print(lines[0] if at_once else f"\n##### {stage.title}: its output follows when it is done", flush=True)
    command = [sys.executable, "-m", "pytest", "-ra", "--durations=5", *arguments, *sys.argv[1:]]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            lines.append(line)
            if at_once:
                print(line, end="", flush=True)
    if not at_once:
        print("".join(lines), flush=True)
    closings = [match.group(1) for line in lines if (match := CLOSING_LINE.match(line.strip()))]
    return Outcome(
        code=process.returncode,
        closing=closings[-1] if closings else "no closing line",
        failed=[line.rstrip() for line in lines if FAILED_LINE.match(line)],
        seconds=time.monotonic() - started,
    )


def run_coverage(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
