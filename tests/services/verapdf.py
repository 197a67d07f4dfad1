"""veraPDF, the industry's validator of archivable PDF, from Maven Central."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.services.cache import cache_folder, one_at_a_time
from tests.services.process import ServiceError, missing_program

POM = Path(__file__).with_name("verapdf_program") / "pom.xml"
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"
VERDICT = re.compile(r"^(PASS|FAIL) (.+) \S+$", re.MULTILINE)


def available() -> str | None:
    return missing_program("java", "mvn")


def complaints(files: Sequence[Path], *, profile: str) -> dict[str, str]:
    """What veraPDF says of each file that does not conform to ``profile`` (such as “3a”), by the file's name."""
    command = ["java", "-cp", f"{_jars()}/*", MAIN, "--flavour", profile, "--format", "text", "-v", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdicts = VERDICT.findall(done.stdout)
    if len(verdicts) != len(files):
        raise ServiceError(f"veraPDF judged {len(verdicts)} of {len(files)} files:\n{done.stdout}\n{done.stderr}")
    return {Path(file).name: done.stdout for verdict, file in verdicts if verdict == "FAIL"}


def _jars() -> Path:
    """Fetched once."""
    cache = cache_folder("verapdf")
    jars = cache / sha256(POM.read_bytes()).hexdigest()[:16]
    with one_at_a_time(cache):
        if not jars.exists():
            partial = cache / "partial"
            shutil.rmtree(partial, ignore_errors=True)
            subprocess.run(
                ["mvn", "-q", "-B", "-f", str(POM), "-Dstyle.color=never", COPY, f"-DoutputDirectory={partial}"],
                check=True,
            )
            partial.rename(jars)
    return jars
