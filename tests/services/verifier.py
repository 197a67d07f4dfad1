"""Somebody else's verifier of credentials: Digital Bazaar's, on Node.js, installed once into the user's cache."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.cache import cache_folder, one_at_a_time
from tests.services.process import PATIENCE_SECONDS, missing_program

SOURCE = Path(__file__).with_name("credential_verifier")
FILES = ("package.json", "package-lock.json", "verify.js")
INSTALL_SECONDS = 900


def available() -> str | None:
    return missing_program("node", "npm")


@dataclass(frozen=True)
class Verdict:
    verified: bool
    revoked: bool
    errors: list[str]


@dataclass(frozen=True)
class Verifier:
    folder: Path

    def verify(self, credential: Mapping[str, Any], *, documents: Mapping[str, Any], now: str) -> Verdict:
        """``documents``, by their addresses, are all that the verifier can see of the world; ``now`` is when it looks."""
        question = json.dumps({"credential": credential, "documents": documents, "now": now})
        command = ["node", str(self.folder / "verify.js")]
        answer = subprocess.run(
            command, input=question, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
        assert answer.returncode == 0, answer.stderr
        return Verdict(**json.loads(answer.stdout))


def install() -> Verifier:
    """With the very packages of the lock file; a folder per state of these files, so that it is never stale."""
    cache = cache_folder("credential-verifier")
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = cache / digest
    with one_at_a_time(cache):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in FILES:
                shutil.copy(SOURCE / name, folder)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
            subprocess.run(command, cwd=folder, check=True, timeout=INSTALL_SECONDS)
            (folder / "done").touch()
    return Verifier(folder)
