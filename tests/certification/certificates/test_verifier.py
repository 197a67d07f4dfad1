"""The program for strangers, run as they run it, on proofs that are good and on proofs that somebody improved."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from certification.certificates.log.bundles import build_bundle
from certification.certificates.log.keys import load_log_signer
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CertificateDocument,
    LogEntry,
    LogNode,
    TreeHead,
)
from certification.certificates.open_badges.multibase import encode_base58
from certification.certificates.services import sign_credential
from certification.certificates.services.log import append_to_log, prove_certificate, sign_tree_head
from certification.certificates.transparency.leaves import digest_of
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate, revoke_certificate
from tests.certification.certificates.log_cast import install_log_key, live_through

PROGRAM = settings.BASE_DIR / "docs" / "verifier" / "verify_certificate.py"
CONTEXTS = settings.BASE_DIR / "certification" / "certificates" / "open_badges" / "contexts"
PDF = b"%PDF-1.7 as it was issued"
# Issued an hour ago: the program has a clock of its own, and the test keeps to it.
ISSUED = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    code: int
    said: str


Run = Callable[..., Answer]


@dataclass(frozen=True)
class Badge:
    credential: CertificateCredential
    proof: dict[str, Any]
    arguments: list[str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run(proof, pdf=…)`` in a folder of its own, with nothing of the project to import."""

    def run(proof: Any, *more: str, pdf: bytes | None = None, keys: str | None = None) -> Answer:
        (tmp_path / "proof.json").write_text(proof if isinstance(proof, str) else json.dumps(proof))
        (tmp_path / "keys.txt").write_text(keys if keys is not None else f"{load_log_signer().verifier}\n")
        arguments = ["proof.json", "--keys", "keys.txt", *more]
        if pdf is not None:
            (tmp_path / "certificate.pdf").write_bytes(pdf)
            arguments += ["--pdf", "certificate.pdf"]
        command = [sys.executable, "-I", str(PROGRAM), *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert "Traceback" not in done.stderr
        return Answer(done.returncode, done.stdout + done.stderr)

    return run


@pytest.fixture(autouse=True)
def log_key() -> None:
    install_log_key("association.example/log")


@pytest.fixture
def certificate(practitioner: Practitioner, registrar: User) -> Certificate:
    """Not a test certificate, with its PDF, after three neighbors in the log."""
    for _each in range(3):
        make_certificate(practitioner, registrar, now=ISSUED)
    certificate = make_certificate(practitioner, registrar, now=ISSUED)
    Certificate.objects.filter(pk=certificate.pk).update(is_test=False)
    CertificateDocument.objects.filter(certificate=certificate).update(
        state="rendered", file="x.pdf", sha256=_sha256(PDF), size=len(PDF), rendered_at=ISSUED
    )
    certificate.refresh_from_db()
    append_to_log(now=ISSUED)
    sign_tree_head(now=ISSUED + timedelta(minutes=5))
    return certificate


@pytest.fixture
def proof(certificate: Certificate) -> dict[str, Any]:
    return prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=30))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_good_proof_holds(run: Run, proof: dict[str, Any], certificate: Certificate) -> None:
    answer = run(proof, pdf=PDF)
    assert answer.code == 0, answer.said
    assert certificate.number in answer.said
    assert "林虚光" in answer.said
    assert "The document is the very file that was issued." in answer.said
    assert "valid" in answer.said


def test_keys_are_read_from_the_logs_own_heads_too(run: Run, proof: dict[str, Any]) -> None:
    assert run(proof, keys=json.dumps({"keys": [str(load_log_signer().verifier)], "heads": []})).code == 0


def test_revoked_certificate_is_proved_and_not_to_be_relied_on(
    run: Run, certificate: Certificate, registrar: User
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=ISSUED + timedelta(minutes=10))
    answer = run(prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=30)))
    assert answer.code == 3
    assert ": revoked" in answer.said


def test_certificate_past_its_last_day_is_not_to_be_relied_on(
    run: Run, practitioner: Practitioner, registrar: User
) -> None:
    then = datetime(2020, 1, 1, tzinfo=UTC)
    old = make_certificate(practitioner, registrar, now=then)
    answer = run(prove_certificate(certificate=old, now=then + timedelta(minutes=1)))
    assert answer.code == 3
    assert "Today it is expired." in answer.said


def test_certificate_entered_long_after_its_date_is_said_to_be(
    run: Run, practitioner: Practitioner, registrar: User
) -> None:
    backdated = make_certificate(practitioner, registrar, now=ISSUED - timedelta(days=30))
    Certificate.objects.filter(pk=backdated.pk).update(is_test=False)
    backdated.refresh_from_db()
    answer = run(prove_certificate(certificate=backdated, now=ISSUED))
    assert answer.code == 3
    assert "ENTERED LATE" in answer.said


def test_suspension_and_reinstatement_are_told(run: Run, practitioner: Practitioner, registrar: User) -> None:
    certificate = make_certificate(practitioner, registrar, now=ISSUED - timedelta(hours=3))
    live_through(certificate, registrar, now=ISSUED - timedelta(hours=3))
    answer = run(prove_certificate(certificate=certificate, now=ISSUED), "--accept-test")
    assert answer.code == 0, answer.said
    assert [word in answer.said for word in ("suspended", "reinstated", "TEST")] == [True, True, False]


def test_test_certificate_proves_nothing(run: Run, practitioner: Practitioner, registrar: User) -> None:
    certificate = make_certificate(practitioner, registrar, now=ISSUED)
    answer = run(prove_certificate(certificate=certificate, now=ISSUED))
    assert answer.code == 3
    assert "TEST" in answer.said


def test_another_pdf_is_refused(run: Run, proof: dict[str, Any]) -> None:
    answer = run(proof, pdf=PDF + b" ")
    assert (answer.code, "not to the byte" in answer.said) == (1, True)


def test_credential_that_was_never_logged_is_refused(run: Run, proof: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "credential.json").write_text("{}")
    answer = run(proof, "--credential", "credential.json")
    assert (answer.code, "the log has no credential" in answer.said) == (1, True)


@pytest.fixture
def badge(certificate: Certificate, tmp_path: Path) -> Badge:
    """The certificate's credential, signed and logged, and in the folder what its own proof is checked with."""
    credential = CertificateCredential.objects.get(certificate=certificate)
    assert sign_credential(credential_id=credential.pk, now=ISSUED)
    credential.refresh_from_db()
    (tmp_path / "credential.json").write_text(credential.content)
    (tmp_path / "did.json").write_bytes(Client().get("/.well-known/did.json").content)
    proof = prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=30))
    return Badge(
        credential, proof, ["--credential", "credential.json", "--did", "did.json", "--contexts", str(CONTEXTS)]
    )


@pytest.mark.parametrize(("leaked_after", "code"), [(timedelta(hours=1), 0), (timedelta(minutes=1), 1)])
def test_of_a_key_that_leaked_only_what_the_log_had_before_is_good(
    run: Run, badge: Badge, tmp_path: Path, leaked_after: timedelta, code: int
) -> None:
    """The head that covers it was signed half an hour after the issue."""
    did = json.loads((tmp_path / "did.json").read_text())
    did["verificationMethod"][0]["revoked"] = (ISSUED + leaked_after).strftime("%Y-%m-%dT%H:%M:%SZ")
    (tmp_path / "did.json").write_text(json.dumps(did))

    answer = run(badge.proof, *badge.arguments)

    assert answer.code == code, answer.said
    assert ("a key that was in other hands" in answer.said) is bool(code)


def test_good_credential_holds_by_the_log_and_by_its_own_proof(run: Run, badge: Badge) -> None:
    answer = run(badge.proof, *badge.arguments)
    assert answer.code == 0, answer.said
    assert "The credential is the very file that was issued." in answer.said
    assert "The credential’s own proof is good." in answer.said


def test_base58_keeps_leading_zeros() -> None:
    """One signature in 256 begins with one."""
    program = run_path(str(PROGRAM), run_name="verifier")
    for content in (b"\0\0\x07", b"\0" + bytes(range(63)), b"\xed\x01" + bytes(32)):
        assert program["_base58"](encode_base58(content)) == content


def test_changed_credential_is_refused(run: Run, badge: Badge, tmp_path: Path) -> None:
    file = tmp_path / "credential.json"
    file.write_text(file.read_text().replace("林虚光", "林旭光"))
    assert "the credential is not the one that was issued" in run(badge.proof, *badge.arguments).said


@pytest.mark.parametrize(
    ("alter", "reason"),
    [
        (lambda text: text.replace("林虚光", "林旭光"), "does not fit it"),
        (lambda text: text.replace('"name"', '"surname"'), "does not fit it|cannot be read"),
        (lambda text: text.replace("https://www.w3.org/ns/credentials/v2", "https://evil.example/"), "cannot be read"),
        (lambda text: text.replace("assertionMethod", "authentication"), "of another kind"),
        (lambda text: text.replace("#z6Mk", "#z6Mj"), "has not published"),
        (lambda text: re.sub('"created": "20[0-9]+', '"created": "1999', text), "was not in use"),
    ],
)
def test_credential_with_a_bad_proof_is_refused_though_it_was_logged(
    run: Run, badge: Badge, tmp_path: Path, alter: Callable[[str], str], reason: str
) -> None:
    """As if the association itself had logged it."""
    content = alter(badge.credential.content)
    assert content != badge.credential.content
    TreeHead.objects.all().delete()
    LogNode.objects.all().delete()
    for entry in LogEntry.objects.order_by("-index"):
        entry.delete()
    CertificateCredential.objects.filter(pk=badge.credential.pk).update(sha256=_sha256(content.encode()))
    (tmp_path / "credential.json").write_text(content)
    proof = prove_certificate(certificate=badge.credential.certificate, now=ISSUED + timedelta(minutes=30))
    answer = run(proof, *badge.arguments)
    assert answer.code == 1
    assert re.search(reason, answer.said), answer.said


def test_contexts_that_are_not_the_published_ones_are_refused(run: Run, badge: Badge, tmp_path: Path) -> None:
    folder = tmp_path / "contexts"
    folder.mkdir()
    for file in CONTEXTS.glob("*.json"):
        (folder / file.name).write_bytes(file.read_bytes() + b" ")
    answer = run(badge.proof, *badge.arguments[:-1], str(folder))
    assert (answer.code, "lacks a context" in answer.said) == (2, True)


def test_issuers_keys_need_a_credential_and_the_contexts(run: Run, proof: dict[str, Any]) -> None:
    answer = run(proof, "--did", "did.json")
    assert (answer.code, "--did needs --credential and --contexts" in answer.said) == (2, True)


def test_another_logs_key_is_refused(run: Run, proof: dict[str, Any]) -> None:
    install_log_key("association.example/log")
    answer = run(proof)
    assert (answer.code, "not signed by any of the log's keys" in answer.said) == (1, True)


def _flip(text: str) -> str:
    content = bytearray(base64.b64decode(text))
    content[0] ^= 1
    return base64.b64encode(content).decode()


def _set(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def alter(proof: dict[str, Any]) -> None:
        target: Any = proof
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = to(target[path[-1]]) if callable(to) else to

    return alter


ALTERATIONS: dict[str, Callable[[dict[str, Any]], None]] = {
    "another name": _set("facts", "name", to="林旭光"),
    "a higher level": _set("facts", "level", to="L4"),
    "a later last day": _set("facts", "valid_until", to="2099-12-31"),
    "another fact": _set("facts", "title", to="博士"),
    "an earlier date": _set("entries", 0, "leaf", to=lambda leaf: leaf.replace('"at":"20', '"at":"19')),
    "another salt": _set("entries", 0, "leaf", to=lambda leaf: leaf.replace('"salt":"', '"salt":"A')),
    "a leaf written otherwise": _set("entries", 0, "leaf", to=lambda leaf: leaf.replace(",", ", ")),
    "another place": _set("entries", 0, "index", to=0),
    "a place beyond the end": _set("entries", 0, "index", to=99),
    "a place before the beginning": _set("entries", 0, "index", to=-1),
    "a proof's bit": _set("entries", 0, "newest", "proof", 0, to=_flip),
    "a first proof's bit": _set("entries", 0, "first", "proof", 0, to=_flip),
    "no proof": _set("entries", 0, "newest", "proof", to=[]),
    "too long a proof": _set("entries", 0, "newest", "proof", to=lambda proof: proof * 3),
    "no lines": _set("entries", to=[]),
    "the last line left out": _set("entries", to=lambda lines: lines[:-1]),
    "the first line left out": _set("entries", to=lambda lines: lines[1:]),
    "the lines turned round": _set("entries", to=lambda lines: lines[::-1]),
    "a head of another size": _set("heads", 0, to=lambda note: note.replace("\n5\n", "\n6\n")),
    "an unsigned head": _set("heads", 0, to=lambda note: note.split("\n\n")[0] + "\n"),
    "a statement of another status": _set("standing", to=lambda note: note.replace("valid", "suspended")),
    "a head for a statement": lambda proof: proof.update(standing=proof["heads"][0]),
    "a statement for a head": lambda proof: proof.update(heads=[proof["standing"]]),
    "no statement": _set("standing", to=""),
    "a later form": _set("format", to="certificate-proof/2"),
    "no facts": lambda proof: proof.pop("facts"),
    "facts of another kind": _set("facts", to=[]),
    "a head that is a number": _set("heads", to=[7]),
}


@pytest.mark.parametrize("alter", ALTERATIONS.values(), ids=ALTERATIONS)
def test_altered_proof_does_not_hold(run: Run, proof: dict[str, Any], alter: Callable[[dict[str, Any]], None]) -> None:
    altered = deepcopy(proof)
    alter(altered)
    assert altered != proof
    answer = run(altered)
    assert (answer.code, "DOES NOT HOLD" in answer.said) == (1, True)


def test_revocation_cannot_be_left_out(run: Run, certificate: Certificate, registrar: User) -> None:
    """Whoever shows the lines without the last one, and an older statement for it, shows when that was."""
    before = prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=9))
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=ISSUED + timedelta(minutes=10))
    after = prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=11))

    assert run(after | {"entries": after["entries"][:-1]}).code == 1
    assert run(after | {"entries": before["entries"]}).code == 1
    assert run(after | {"standing": before["standing"]}).code == 1
    assert run(before).code == 0


def test_neighbors_lines_and_statement_are_not_this_certificates(
    run: Run, proof: dict[str, Any], certificate: Certificate
) -> None:
    neighbor = Certificate.objects.exclude(pk=certificate.pk).order_by("pk")[0]
    other = prove_certificate(certificate=neighbor, now=ISSUED + timedelta(minutes=30))
    for name in ("facts", "entries", "standing"):
        assert run(proof | {name: other[name]}).code == 1


def test_association_cannot_sign_what_the_lines_do_not_say(run: Run, certificate: Certificate, registrar: User) -> None:
    """With its key, but without a line for it, a status does not hold."""
    proof = prove_certificate(certificate=certificate, now=ISSUED + timedelta(minutes=30))
    signer = load_log_signer()
    text = proof["standing"].split("\n\n")[0].replace("status valid", "status revoked") + "\n"
    answer = run(proof | {"standing": signer.sign(text)})
    assert (answer.code, "do not add up" in answer.said) == (1, True)


def test_facts_changed_in_the_register_no_longer_agree(run: Run, certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(level="L4")
    certificate.refresh_from_db()
    head = sign_tree_head(now=ISSUED + timedelta(minutes=20))
    assert head is not None
    proof = build_bundle(certificate, head=head, signer=load_log_signer(), now=ISSUED + timedelta(minutes=30))
    assert digest_of(proof["facts"]) not in proof["entries"][0]["leaf"]
    assert "the facts (name, number, level …) are not those that were issued" in run(proof).said


@pytest.mark.parametrize("text", ["", "{", "[" * 20_000, "null", '"text"', "7"])
def test_file_that_is_no_proof_is_refused_without_a_traceback(run: Run, text: str) -> None:
    assert run(text).code in {1, 2}


@pytest.mark.parametrize("keys", ["", "{}", '{"keys": []}', "no+key", '{"keys": 7}'])
def test_file_without_keys_is_refused(run: Run, proof: dict[str, Any], keys: str) -> None:
    answer = run(proof, keys=keys)
    assert (answer.code, "cannot be read" in answer.said) == (2, True)


def test_missing_and_huge_files_are_refused(run: Run, proof: dict[str, Any], tmp_path: Path) -> None:
    assert run(proof, "--credential", "nowhere.json").code == 2
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(10_000_001)
    answer = run(proof, "--credential", "huge.json")
    assert (answer.code, "larger than any such file" in answer.said) == (2, True)


def test_program_imports_nothing_of_the_project() -> None:
    source = PROGRAM.read_text()
    assert not any(
        f"{word} {package}" in source for word in ("import", "from") for package in ("django", "certification", "lms")
    )
