"""Programs of other makers from Maven Central."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from tests.services.cache import cache_folder, one_at_a_time

COPY = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"


def jars_of(pom: Path, *, name: str) -> Path:
    """The folder with a program's jars; fetched once."""
    cache = cache_folder(name)
    jars = cache / sha256(pom.read_bytes()).hexdigest()[:16]
    with one_at_a_time(cache):
        if not jars.exists():
            partial = cache / "partial"
            shutil.rmtree(partial, ignore_errors=True)
            subprocess.run(
                ["mvn", "-q", "-B", "-f", str(pom), "-Dstyle.color=never", COPY, f"-DoutputDirectory={partial}"],
                check=True,
            )
            partial.rename(jars)
    return jars
