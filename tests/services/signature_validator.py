"""DSS, the European Commission's reference validator of signatures, from Maven Central; built with PDFBox and Bouncy Castle."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.services.maven import jars_of
from tests.services.process import ServiceError, missing_program

_PROGRAM = Path(__file__).with_name("signature_program")


@dataclass(frozen=True)
class Verdict:
    """In DSS's words: TOTAL_PASSED, INDETERMINATE, TOTAL_FAILED or NOT_SIGNED; why not; such as PAdES-BASELINE-B."""

    indication: str
    reason: str
    level: str


def available() -> str | None:
    return missing_program("java", "javac", "mvn")


def judge(files: Sequence[Path], *, trusted: Sequence[Path], revoked: Sequence[Path] = ()) -> dict[str, Verdict]:
    """By the name of each file. ``trusted``: certificates; ``revoked``: lists of revoked ones, signed by the issuers of the rest."""
    options = [part for file in trusted for part in ("--trust", str(file))]
    options += [part for file in revoked for part in ("--crl", str(file))]
    jars = jars_of(_PROGRAM / "pom.xml", name="signatures")
    command = ["java", "-cp", f"{jars}/*", str(_PROGRAM / "Validate.java"), *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdicts = {name: Verdict(*rest) for name, *rest in (line.split("\t") for line in done.stdout.splitlines())}
    if set(verdicts) != {file.name for file in files}:
        raise ServiceError(f"DSS judged {len(verdicts)} of {len(files)} files:\n{done.stdout}\n{done.stderr}")
    return verdicts
