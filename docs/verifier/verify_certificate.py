#!/usr/bin/env python3
"""Checks a certificate's proof on your own computer, without the association's site and without a connection.

    python verify_certificate.py PROOF.json --keys heads.json [--pdf CERTIFICATE.pdf] [--credential CREDENTIAL.json
        [--did did.json --contexts FOLDER]]

PROOF.json    "Download the proof" on the certificate's verification page; or a receipt of a verification ("Receipt as JSON"), which holds one.
heads.json    the keys that sign the log, from the log's page (/log/heads.json). Get it once, over a connection you trust, and
              keep it; never take it from whoever handed you the proof. A text file with one key a line does as well.
did.json      the keys that sign credentials (/.well-known/did.json): likewise. With it the credential's own proof is checked, too;
              that needs the package "PyLD" and a folder with the two JSON-LD contexts, from the log's page or from
              wherever they were published: they are known by their hashes.

It needs Python 3.11 and the package "cryptography", and nothing of the association's. It answers:
  - is the proof whole, and are all its lines under heads that the log's key has signed (RFC 9162)?
  - since when has the log known each event; was one entered long after its date?
  - what was the certificate worth when the proof was made, and is it past its last day now?
  - are the PDF and the credential the very files that were issued; is the credential's own proof good?

Exit code: 0 everything holds and the certificate is valid; 1 something does not hold; 2 a file cannot be read;
3 everything holds, and the certificate is not to be relied on: not valid, entered late, or of a test log.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

GOOD, BROKEN, UNREADABLE, NOT_RELIABLE = range(4)
# The log takes an event in within minutes; what comes later than this was held back, or dated back.
LATE = timedelta(days=3)
# Validity ends with a day in Tianjin, wherever you are.
TIANJIN = ZoneInfo("Asia/Shanghai")
MOST_BYTES = 10_000_000
RECEIPT = "verification-receipt/1"
LEAF_FIELDS = {"at", "certificate", "digest", "format", "previous", "salt", "what"}
# SHA-256 of the published contexts: what a signature covers hangs on them, so they are taken from anywhere and believed by this.
CONTEXTS = {
    "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734": "https://www.w3.org/ns/credentials/v2",
    "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
}
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ENDS = {"revoked": "revoked", "cancelled": "cancelled", "reissued": "replaced"}
SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
STANDING = re.compile(
    r"([^\s+]+)#standing\ncertificate ([0-9a-f-]{36})\nentries ([0-9]+)\nlast ([0-9a-f]{64})\nstatus ([a-z]+)\nat (\S+)\n"
)


class Broken(Exception):
    """The proof does not hold; the message says where."""


@dataclass(frozen=True)
class Head:
    origin: str
    size: int
    root: bytes
    at: datetime


@dataclass(frozen=True)
class Issuer:
    """What the credential's own proof is checked with."""

    did: dict[str, Any]
    contexts: dict[str, Any]


@dataclass
class Verdict:
    code: int = GOOD
    lines: list[str] = field(default_factory=list)

    def say(self, line: str, *, code: int = GOOD) -> None:
        self.lines.append(line)
        self.code = max(self.code, code)


def hash_leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(leaf_hash: bytes, index: int, head: Head, proof: Sequence[bytes]) -> None:
    """Section 2.1.3.2."""
    if not 0 <= index < head.size:
        raise Broken(f"line {index + 1} is beyond the end of the head's {head.size} lines")
    fn, sn, digest = index, head.size - 1, leaf_hash
    for sibling in proof:
        if sn == 0:
            raise Broken(f"line {index + 1}: the proof is too long")
        if fn & 1 or fn == sn:
            digest = hash_children(sibling, digest)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            digest = hash_children(digest, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or digest != head.root:
        raise Broken(f"line {index + 1} is not under the head of {head.size} lines")


def read_key(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, _plus, rest = text.partition("+")
    identifier, _plus, encoded = rest.partition("+")
    content = base64.b64decode(encoded, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if content[:1] != b"\x01" or len(content) != 33 or expected.hex() != identifier:
        raise ValueError(f"“{text}” is no key of the form name+id+key")
    return name, expected, Ed25519PublicKey.from_public_bytes(content[1:])


def open_note(note: str, keys: Sequence[tuple[str, bytes, Ed25519PublicKey]]) -> str:
    text, separator, block = note.rpartition("\n\n")
    text += "\n"
    for line in block.splitlines() if separator else []:
        match = SIGNATURE.fullmatch(line)
        signature = base64.b64decode(match[2]) if match else b""
        for name, identifier, key in keys:
            if match and (match[1], signature[:4]) == (name, identifier):
                try:
                    key.verify(signature[4:], text.encode())
                except InvalidSignature:
                    raise Broken(f"a signature of {name} is wrong") from None
                return text
    raise Broken("a head or statement is not signed by any of the log's keys")


def read_head(note: str, keys: Sequence[tuple[str, bytes, Ed25519PublicKey]]) -> Head:
    origin, size, root, at = open_note(note, keys).splitlines()
    if origin not in {name for name, _id, _key in keys}:
        raise Broken(f"a head is of another log: {origin}")
    return Head(origin, int(size), base64.b64decode(root, validate=True), read_moment(at))


def read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Broken(f"a time is without its zone: {text}")
    return moment


def canonical(values: dict[str, Any]) -> str:
    """RFC 8785, as far as these values need it."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def read_lines(proof: dict[str, Any], heads: list[Head]) -> list[dict[str, Any]]:
    """Every line, in order, each under both of its heads and joined to the one before."""
    lines: list[dict[str, Any]] = []
    previous, certificate = None, None
    for entry in proof["entries"]:
        leaf = json.loads(entry["leaf"])
        if set(leaf) != LEAF_FIELDS or canonical(leaf) != entry["leaf"] or leaf["format"] != "certificate-log/1":
            raise Broken("a line is not of the form that the log hashes")
        leaf_hash = hash_leaf(entry["leaf"].encode())
        for place in (entry["first"], entry["newest"]):
            head = heads[place["head"]]
            check_inclusion(leaf_hash, entry["index"], head, [base64.b64decode(each) for each in place["proof"]])
        if leaf["previous"] != previous:
            raise Broken(
                f"line {entry['index'] + 1} does not follow the certificate's line before it: one was left out"
            )
        if certificate not in {None, leaf["certificate"]}:
            raise Broken("the lines are of two certificates")
        previous, certificate = leaf_hash.hex(), leaf["certificate"]
        lines.append(leaf | {"hash": previous, "known_at": heads[entry["first"]["head"]].at})
    if not lines or lines[0]["what"] != "issued":
        raise Broken("the proof does not begin with the issue of a certificate")
    return lines


def check_facts(facts: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    if hashlib.sha256(canonical(facts).encode()).hexdigest() != lines[0]["digest"]:
        raise Broken("the facts (name, number, level …) are not those that were issued")


def status_at(lines: list[dict[str, Any]], valid_until: str | None, moment: datetime) -> str:
    """The same rule as the association's: what ended a certificate stays; then its last day; then the last suspension."""
    happened = sorted((line for line in lines if read_moment(line["at"]) <= moment), key=lambda line: line["at"])
    names = [line["what"] for line in happened]
    for name, status in ENDS.items():
        if name in names:
            return status
    if "expired" in names or (valid_until and moment.astimezone(TIANJIN).date() > date.fromisoformat(valid_until)):
        return "expired"
    holds = [name for name in names if name in {"suspended", "reinstated"}]
    return "suspended" if holds and holds[-1] == "suspended" else "valid"


def check_standing(
    text: str, lines: list[dict[str, Any]], facts: dict[str, Any], origins: set[str]
) -> tuple[str, datetime]:
    """Its status and the moment it was signed for."""
    match = STANDING.fullmatch(text)
    if not match or match[1] not in origins:
        raise Broken("there is no signed statement about this certificate")
    if match[2] != lines[0]["certificate"]:
        raise Broken("the signed statement is about another certificate")
    if int(match[3]) != len(lines) or match[4] != lines[-1]["hash"]:
        raise Broken(f"the log had {match[3]} lines of this certificate, and {len(lines)} are here: some were left out")
    at = read_moment(match[6])
    if status_at(lines, facts["valid_until"], at) != match[5]:
        raise Broken(f"the lines do not add up to the status “{match[5]}” that was signed")
    return match[5], at


def check_file(what: str, content: bytes, lines: list[dict[str, Any]]) -> None:
    logged = [line["digest"] for line in lines if line["what"] == what]
    if not logged:
        raise Broken(f"the log has no {what} of this certificate")
    if hashlib.sha256(content).hexdigest() not in logged:
        raise Broken(f"the {what} is not the one that was issued, not to the byte")


def check_integrity(document: dict[str, Any], issuer: Issuer, *, known_at: datetime) -> None:
    """``known_at``: when the log had this very text, which is the witness of its time where the key leaked later."""
    [proof] = document["proof"]
    named = document["issuer"]["id"] if isinstance(document["issuer"], dict) else document["issuer"]
    methods = [each for each in issuer.did["verificationMethod"] if each["id"] == proof["verificationMethod"]]
    if not methods or named != issuer.did["id"] or methods[0]["controller"] != named:
        raise Broken("the credential is signed with a key that its issuer has not published")
    if (proof["cryptosuite"], proof["proofPurpose"]) != ("eddsa-rdfc-2022", "assertionMethod"):
        raise Broken("the credential's proof is of another kind")
    created, until = read_moment(proof["created"]), methods[0].get("expires")
    if created < read_moment(methods[0]["created"]) or (until and created > read_moment(until)):
        raise Broken("the credential is signed with a key that was not in use at that time")
    leaked = methods[0].get("revoked")
    if leaked and not max(created, known_at) < read_moment(leaked):
        raise Broken(
            f"the credential is signed with a key that was in other hands, and the log had it only {_show(known_at)}"
        )
    options = {term: value for term, value in proof.items() if term != "proofValue"}
    body = {term: value for term, value in document.items() if term != "proof"}
    parts = [_statements({**options, "@context": document["@context"]}, issuer), _statements(body, issuer)]
    signed = b"".join(hashlib.sha256(part.encode()).digest() for part in parts)
    key = Ed25519PublicKey.from_public_bytes(_base58(methods[0]["publicKeyMultibase"])[2:])
    try:
        key.verify(_base58(proof["proofValue"]), signed)
    except InvalidSignature:
        raise Broken("the credential's proof does not fit it") from None


def _statements(document: dict[str, Any], issuer: Issuer) -> str:
    from pyld import jsonld  # noqa: PLC0415 - needed by who checks a credential only

    def load(address: str, options: object = None) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": address, "document": issuer.contexts[address]}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    try:
        return str(jsonld.normalize(document, options))
    except jsonld.JsonLdError as error:
        raise Broken(f"the credential cannot be read: {error.type}") from error


def _base58(text: str) -> bytes:
    """Of at most 200 characters after the z: keys and signatures."""
    number, digits = 0, text[1:201]
    for character in digits:
        number = number * 58 + BASE58.index(character)
    zeros = len(digits) - len(digits.lstrip(BASE58[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def verify(
    proof: dict[str, Any],
    keys: Sequence[str],
    files: dict[str, bytes],
    *,
    now: datetime,
    issuer: Issuer | None = None,
    accept_test: bool = False,
) -> Verdict:
    """``files``: by "document" and "credential". Raises ``Broken`` for the first thing that does not hold."""
    if proof.get("format") != "certificate-proof/1":
        raise Broken("this is no proof of a certificate, or one of a later form: get a newer verifier")
    known = [read_key(key) for key in keys]
    heads = [read_head(note, known) for note in proof["heads"]]
    lines, facts = read_lines(proof, heads), proof["facts"]
    check_facts(facts, lines)
    status, at = check_standing(open_note(proof["standing"], known), lines, facts, {head.origin for head in heads})
    for what, content in files.items():
        check_file(what, content, lines)
    verdict = Verdict()
    _tell_history(verdict, facts, lines)
    for what in files:
        verdict.say(f"The {what} is the very file that was issued.")
    # Only now: of a file that is not the logged one, something may ride along that no proof covers.
    if issuer and "credential" in files:
        [known_at] = [line["known_at"] for line in lines if line["what"] == "credential"]
        check_integrity(json.loads(files["credential"]), issuer, known_at=known_at)
        verdict.say("The credential’s own proof is good.")
    _tell_status(verdict, status, at=at, today=status_at(lines, facts["valid_until"], max(now, at)))
    is_test = facts["is_test"] or any(head.origin.endswith("/test") for head in heads)
    if is_test and not accept_test:
        verdict.say("TEST: made with test keys, and proves nothing.", code=NOT_RELIABLE)
    return verdict


def open_receipt(receipt: dict[str, Any], keys: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The proof in a receipt, and what the receipt says; what was answered must follow from the proof."""
    known = [read_key(key) for key in keys]
    first, statement = open_note(receipt["note"], known).splitlines()
    said, proof = json.loads(statement), receipt["proof"]
    if first not in {f"{name}#receipt" for name, _id, _key in known} or canonical(said) != statement:
        raise Broken("the signed note is no receipt")
    if hashlib.sha256(canonical(proof).encode()).hexdigest() != said["proof"]:
        raise Broken("the proof is not the one of this receipt")
    standing = STANDING.fullmatch(open_note(proof["standing"], known))
    if not standing or (standing[2], standing[5]) != (said["certificate"], said["status"]):
        raise Broken("the receipt and its proof do not say the same")
    lines = [f"Receipt of {_show(said['at'])}: asked by {said['asked_by']}, {said['number']} {said['name']}"]
    if said["file_sha256"]:
        lines.append(f"  file {said['file_sha256']}")
        lines.append(f"  issued: {said['file']}; signature: {said['signature']}; credential: {said['credential']}")
    lines.append(f"  was answered: {said['status']}")
    if said["on"]:
        lines.append(f"  On {said['on']} it was {said['on_status'] or 'not issued yet, or the day was still to come'}.")
    return proof, lines


def _tell_history(verdict: Verdict, facts: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    field_and_level = f"{facts['domain'] or ''} {facts['level']}".strip()
    verdict.say(f"{facts['title']}\n{facts['number']}  {facts['name']}  {field_and_level}".rstrip())
    verdict.say(f"Issued by {facts['issuer']}, {facts['issuer_code']}; valid until {facts['valid_until'] or 'no end'}")
    for line in lines:
        late = line["known_at"] - read_moment(line["at"]) > LATE
        mark = "  ENTERED LATE" if late else ""
        verdict.say(
            f"  {_show(line['at'])}  {line['what']:<11} in the log since {_show(line['known_at'])}{mark}",
            code=NOT_RELIABLE if late else GOOD,
        )


def _tell_status(verdict: Verdict, status: str, *, at: datetime, today: str) -> None:
    verdict.say(f"Status on {_show(at)}: {status}", code=GOOD if status == "valid" else NOT_RELIABLE)
    if today != status:
        verdict.say(f"Today it is {today}.", code=NOT_RELIABLE)
    verdict.say("What happened later is not in this proof: download a newer one, or open the verification page.")


def _show(moment: str | datetime) -> str:
    moment = read_moment(moment) if isinstance(moment, str) else moment
    return moment.astimezone(TIANJIN).strftime("%Y-%m-%d %H:%M")


def read_keys(file: Path) -> list[str]:
    text = _read(file).decode()
    keys = json.loads(text)["keys"] if text.lstrip().startswith("{") else text.split()
    if not keys:
        raise ValueError("there is no key in it")
    return list(keys)


def read_issuer(did: Path, contexts: Path) -> Issuer:
    import pyld  # noqa: F401, PLC0415 - missed here rather than in the middle

    found = {}
    for file in contexts.glob("*.json"):
        address = CONTEXTS.get(hashlib.sha256(_read(file)).hexdigest())
        if address:
            found[address] = json.loads(_read(file))
    if set(found) != set(CONTEXTS.values()):
        raise ValueError(f"{contexts} lacks a context as it was published")
    return Issuer(json.loads(_read(did)), found)


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise ValueError("it is larger than any such file")
    return file.read_bytes()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks a certificate's proof; the file's first lines say how.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--keys", type=Path, required=True, help="heads.json of the log, or its keys one a line")
    parser.add_argument("--pdf", type=Path, help="the certificate's PDF")
    parser.add_argument("--credential", type=Path, help="the certificate's credential as JSON")
    parser.add_argument("--did", type=Path, help="did.json of the issuer: check the credential's own proof, too")
    parser.add_argument("--contexts", type=Path, help="folder with the JSON-LD contexts; with --did")
    parser.add_argument("--accept-test", action="store_true", help="do not mind that it is a test")
    options = parser.parse_args(arguments)
    if options.did and not (options.credential and options.contexts):
        parser.error("--did needs --credential and --contexts")
    named = {"document": options.pdf, "credential": options.credential}
    try:
        file = options.proof
        proof = json.loads(_read(file))
        file = options.keys
        keys = read_keys(file)
        for key in keys:
            read_key(key)
        files = {}
        for what, file in named.items():
            if file:
                files[what] = _read(file)
        file = options.did
        issuer = read_issuer(options.did, options.contexts) if file else None
    except (ImportError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        print(f"{file}: cannot be read: {error}", file=sys.stderr)
        return UNREADABLE
    receipt: list[str] = []
    try:
        if proof.get("format") == RECEIPT:
            proof, receipt = open_receipt(proof, keys)
        verdict = verify(proof, keys, files, now=datetime.now(UTC), issuer=issuer, accept_test=options.accept_test)
    except Broken as error:
        print(f"DOES NOT HOLD: {error}.")
        return BROKEN
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        print(f"DOES NOT HOLD: the proof is malformed ({type(error).__name__}: {error}).")
        return BROKEN
    print("\n".join([*receipt, *verdict.lines]))
    return verdict.code


if __name__ == "__main__":
    sys.exit(main())
