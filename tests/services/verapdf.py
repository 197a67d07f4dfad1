"""veraPDF, the industry's validator of archivable PDF, from Maven Central."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.services.maven import jars_of
from tests.services.process import ServiceError, missing_program

POM = Path(__file__).with_name("verapdf_program") / "pom.xml"
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
VERDICT = re.compile(r"^(PASS|FAIL) (.+) \S+$", re.MULTILINE)


def available() -> str | None:
    return missing_program("java", "mvn")


def complaints(files: Sequence[Path], *, profile: str) -> dict[str, str]:
    """What veraPDF says of each file that does not conform to ``profile`` (such as “3a”), by the file's name."""
    command = [
        "java",
        "-cp",
        f"{jars_of(POM, name='verapdf')}/*",
        MAIN,
        "--flavour",
        profile,
        "--format",
        "text",
        "-v",
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdicts = VERDICT.findall(done.stdout)
    if len(verdicts) != len(files):
        raise ServiceError(f"veraPDF judged {len(verdicts)} of {len(files)} files:\n{done.stdout}\n{done.stderr}")
    return {Path(file).name: done.stdout for verdict, file in verdicts if verdict == "FAIL"}
