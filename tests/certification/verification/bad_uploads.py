"""Files that strangers might bring: over three hundred, no two alike, each with the answer that is due. Made from a genuine PDF and credential."""

import base64
import json
import random
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pypdf import PdfReader, PdfWriter

from certification.certificates.open_badges.baking import bake_png, bake_svg
from certification.certificates.open_badges.proof import sign
from certification.certificates.signing.files import FileSigner

# The largest that is taken, and one more.
LARGEST = 5_000_000
_SIGNED_BYTE = b"/Contents <"


class Upload(NamedTuple):
    """``status``: the answer's own; ``says``: what its page must say. It must never call the file genuine."""

    name: str
    content: bytes
    status: int
    says: tuple[str, ...] = ()


UNREADABLE = (200, ("Do not rely on this file", "Cannot be read"))
UNKNOWN = (200, ("Do not rely on this file",))
NOTHING = (415, ("This is neither a PDF nor a credential",))


def bad_uploads(pdf: bytes, credential: str, png: bytes, svg: str) -> Iterator[Upload]:
    # The same files each time.
    chance = random.Random(7)  # noqa: S311
    yield from _truncated(pdf, chance)
    yield from _changed_bytes(pdf, chance)
    yield from _added_to(pdf)
    yield from _of_others(pdf)
    yield from _made_to_harm(pdf)
    yield from _credentials(credential, chance)
    yield from _pictures(png, svg, credential)
    yield from _nothing_of_ours(chance)


def _truncated(pdf: bytes, chance: random.Random) -> Iterator[Upload]:
    for number in range(60):
        end = 10 + (len(pdf) - 20) * number // 60 + chance.randrange(8)
        yield Upload(f"cut after {end} bytes", pdf[:end], *UNKNOWN)
    for number in range(10):
        start = _like_nothing(pdf, 1 + number * 90)
        status = UNKNOWN if b"%PDF-" in pdf[start : start + 1024] else NOTHING
        yield Upload(f"without its first {start} bytes", pdf[start:], *status)


def _like_nothing(pdf: bytes, start: int) -> int:
    """The first place from ``start`` on where no credential and no picture seems to begin; packed bytes may look like anything."""
    return next(place for place in range(start, len(pdf)) if pdf[place] not in b"\xef\x89{< \t\r\n\v\f")


def _changed_bytes(pdf: bytes, chance: random.Random) -> Iterator[Upload]:
    for _number in range(60):
        place = chance.randrange(8, len(pdf))
        changed = bytearray(pdf)
        changed[place] ^= 1 << chance.randrange(8)
        yield Upload(f"a bit of byte {place} changed", bytes(changed), *UNKNOWN)
    half = _like_nothing(pdf, len(pdf) // 2)
    yield Upload(
        "its halves exchanged", pdf[half:] + pdf[:half], *UNKNOWN if b"%PDF-" in (pdf[half:])[:1024] else NOTHING
    )
    yield Upload("all zeros behind the header", pdf[:16] + bytes(len(pdf)), *UNREADABLE)


def _added_to(pdf: bytes) -> Iterator[Upload]:
    changed = (200, ("Changed after it was issued", "Broken: changed after it was signed"))
    yield Upload("a line break behind it", pdf + b"\n", *changed)
    yield Upload("a comment behind it", pdf + b"% hello\n", *changed)
    yield Upload("itself behind it", pdf + pdf, 200, ("Do not rely on this file",))
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as zip_file:
        zip_file.writestr("evil.exe", b"MZ" * 500)
    yield Upload("an archive behind it", pdf + archive.getvalue(), *changed)
    yield Upload("a page of HTML behind it", pdf + b"<html><script>alert(1)</script>", *changed)
    for number in range(10):
        writer = PdfWriter(BytesIO(pdf), incremental=True)
        writer.add_metadata({"/Title": f"Another title {number}"})
        updated = BytesIO()
        writer.write(updated)
        yield Upload(f"incremental update {number}", updated.getvalue(), *changed)
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    writer.add_blank_page(100, 100)
    paged = BytesIO()
    writer.write(paged)
    yield Upload("another page by an incremental update", paged.getvalue(), *changed)
    yield Upload("something before it", b"GIF89a" + pdf, *UNKNOWN)
    yield Upload("HTML before it", b"<html>" + pdf, *UNKNOWN)


def _of_others(pdf: bytes) -> Iterator[Upload]:
    others = (200, ("Not a file of ours", "Signed by someone else"))
    plain = _rewritten(pdf)
    yield Upload("saved anew without signature", plain, 200, ("Not a file of ours", "Not signed"))
    now = datetime(2025, 6, 1, tzinfo=UTC)
    for name in ("某某协会", "津沽知识产权服务行业协会", "Evil Ltd", "x" * 60):
        for number in range(3):
            key = ec.generate_private_key(ec.SECP256R1())
            signer = FileSigner(key=_pem(key), chain=_certificate(key, name, now).public_bytes(Encoding.PEM))
            yield Upload(f"signed by {name[:12]} ({number})", signer.sign(plain, now=now), *others)
    for password in ("", "secret"):
        for algorithm in ("RC4-128", "AES-128", "AES-256-R5", "AES-256"):
            writer = PdfWriter(BytesIO(plain))
            writer.encrypt(password, owner_password="owner", algorithm=algorithm)
            locked = BytesIO()
            writer.write(locked)
            yield Upload(f"locked by {algorithm} {password}", locked.getvalue(), *UNREADABLE)


def _made_to_harm(pdf: bytes) -> Iterator[Upload]:
    bomb = zlib.compress(bytes(400_000_000), 9)
    yield Upload("a stream of 400 MB in an attachment", _pdf_with_attachment(bomb), 200, ("Do not rely on this file",))
    twice = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    yield Upload("a stream packed twice", _pdf_with_attachment(twice, filters="[/FlateDecode /FlateDecode]"), *UNKNOWN)
    yield Upload("a table that points to itself", _tiny_pdf(b"trailer<</Root 1 0 R/Size 3/Prev 9>>"), *UNREADABLE)
    for depth in (100, 5_000, 200_000):
        yield Upload(f"{depth} arrays in one another", _tiny_pdf(b"[" * depth + b"]" * depth), *UNREADABLE)
        nested = b"<</A " * depth + b"1" + b">>" * depth
        yield Upload(f"{depth} dictionaries in one another", _tiny_pdf(b"trailer" + nested), *UNREADABLE)
    yield Upload("a table of a billion objects", _tiny_pdf(b"xref\n0 999999999\n0000000000 65535 f \n"), *UNREADABLE)
    yield Upload(
        "a number of a million digits", _tiny_pdf(b"trailer<</Root " + b"9" * 1_000_000 + b" 0 R>>"), *UNREADABLE
    )
    yield Upload("nothing but the header", b"%PDF-1.7", *UNREADABLE)
    yield Upload("the header a thousand times", b"%PDF-1.7\n" * 1000, *UNREADABLE)
    yield Upload("the largest that is taken", b"%PDF-1.7\n" + b"\0" * (LARGEST - 9), *UNREADABLE)
    yield Upload("one byte too large", b"%PDF-1.7\n" + b"\0" * (LARGEST - 8), 413, ("larger than any",))
    start = pdf.index(_SIGNED_BYTE) + len(_SIGNED_BYTE)
    for name, digits in (("zeros", b"0" * 200), ("no numbers", b"zz" * 100), ("another structure", b"3080" * 50)):
        spoiled = pdf[:start] + digits + pdf[start + 200 :]
        yield Upload(f"a signature of {name}", spoiled, *UNKNOWN)
    for name, found, put in (
        ("covers less", b"/ByteRange [0 ", b"/ByteRange [9 "),
        ("negative", b"/ByteRange [0 ", b"/ByteRange [-1"),
        ("of another kind", b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
    ):
        yield Upload(f"a byte range that is {name}", pdf.replace(found, put), *UNKNOWN)


def _credentials(credential: str, chance: random.Random) -> Iterator[Upload]:
    document = json.loads(credential)
    forged = "Not signed with a key of ours"
    proof = document["proof"][0]
    key = Ed25519PrivateKey.generate()
    bare = {name: value for name, value in document.items() if name != "proof"}
    by_another = sign(
        bare, key=key, controller=document["issuer"]["id"], created_at=datetime(2025, 6, 2, 3, tzinfo=UTC)
    )
    yield Upload("signed with a key of their own under our name", _json(by_another), 200, (forged,))
    borrowed = {**by_another, "proof": [{**by_another["proof"][0], "verificationMethod": proof["verificationMethod"]}]}
    yield Upload("their signature under our key's name", _json(borrowed), 200, ("Changed after it was signed",))
    own = sign(bare, key=key, controller="did:web:evil.example", created_at=datetime(2025, 6, 2, 3, tzinfo=UTC))
    yield Upload("signed under a name of their own", _json(own), 200, (forged,))
    method = proof["verificationMethod"]
    for number, fragment in enumerate(
        (method[:-4] + "AAAA", method + "x", method.replace("#", "#z"), "", "#", "did:key:z6Mk")
    ):
        yield Upload(
            f"a forged key fragment {number}",
            _json({**document, "proof": [{**proof, "verificationMethod": fragment}]}),
            200,
            (forged,),
        )
    for name, changes in (
        ("no proof", {"proof": []}),
        ("two proofs", {"proof": [proof, proof]}),
        ("a proof that is a text", {"proof": "trust me"}),
        ("a proof of another suite", {"proof": [{**proof, "cryptosuite": "ecdsa-rdfc-2019"}]}),
        ("a proof from before the key", {"proof": [{**proof, "created": "1999-01-01T00:00:00Z"}]}),
        ("a proof of no time", {"proof": [{**proof, "created": "soon"}]}),
        ("a proof with contexts of its own", {"proof": [{**proof, "@context": "https://evil.example/"}]}),
        ("a value that is no signature", {"proof": [{**proof, "proofValue": "z111"}]}),
        ("a value of a million characters", {"proof": [{**proof, "proofValue": "z" + "1" * 100_000}]}),
        ("another issuer", {"issuer": "did:web:evil.example"}),
        ("another last day", {"validUntil": "2099-01-01T00:00:00Z"}),
        ("another identifier", {"id": document["id"][:-4] + "0000"}),
        ("an identifier that is a list", {"id": [document["id"]]}),
        ("something unsigned beside", {"evil": "ride along"}),
        ("contexts from elsewhere", {"@context": ["https://evil.example/context.json"]}),
        ("contexts of its own", {"@context": [{"@vocab": "https://evil.example/"}]}),
        ("a file of this machine as context", {"@context": ["file:///etc/passwd"]}),
        ("no contexts", {"@context": []}),
    ):
        yield Upload(name, _json({**document, **changes}), 200, ("Do not rely on this file",))
    for number in range(12):
        end = 2 + (len(credential) - 40) * number // 12 + chance.randrange(30)
        yield Upload(f"credential cut after {end}", credential.encode()[:end], *UNREADABLE)
    for depth in (50, 1_000, 60_000):
        yield Upload(f"{depth} objects in one another", b'{"a":' * depth + b"1" + b"}" * depth, *UNREADABLE_OR_NOT)
        yield Upload(f"{depth} lists in an object", b'{"a":' + b"[" * depth + b"]" * depth + b"}", *UNREADABLE_OR_NOT)
    yield Upload("a name twice", b'{"id":1,"id":2}', *UNREADABLE)
    yield Upload("not a number", b'{"id":NaN}', *UNREADABLE)
    yield Upload("a number of ten thousand digits", b'{"id":' + b"9" * 10_000 + b"}", *UNREADABLE_OR_NOT)
    yield Upload("half a character", b'{"id":"\xe6\x9e"}', *UNREADABLE)
    yield Upload("half a pair", b'{"id":"\\ud800"}', *UNREADABLE_OR_NOT)
    yield Upload("an empty object", b"{}", *UNREADABLE_OR_NOT)
    yield Upload("four megabytes of JSON", b'{"a":"' + b"x" * 4_000_000 + b'"}', *UNREADABLE)
    siblings = {f"k{number}": {"@id": f"_:b{number}"} for number in range(300)}
    yield Upload(
        "three hundred nodes without names", _json({**document, "credentialSubject": siblings}), 200, UNKNOWN[1]
    )


UNREADABLE_OR_NOT = UNKNOWN


def _pictures(png: bytes, svg: str, credential: str) -> Iterator[Upload]:
    changed = credential.replace("林虚光", "魏外人")
    yield Upload("a changed credential in a PNG", bake_png(png, changed), 200, ("Changed after it was signed",))
    yield Upload(
        "a changed credential in an SVG", bake_svg(svg, changed).encode(), 200, ("Changed after it was signed",)
    )
    yield Upload("a PNG without a credential", png, *UNREADABLE)
    yield Upload("an SVG without a credential", svg.encode(), *UNREADABLE)
    baked = bake_png(png, credential)
    for number in range(10):
        end = 9 + (len(baked) - 20) * number // 10
        if end < baked.index(credential.encode()[:40]) + len(credential.encode()) + 4:
            yield Upload(f"a PNG cut after {end}", baked[:end], *UNREADABLE)
    length = b"\xff\xff\xff\xff"
    yield Upload("a PNG of a part of 4 GB", baked[:8] + length + baked[12:], *UNREADABLE)
    yield Upload("a PNG with a wrong sum", baked[:60] + bytes([baked[60] ^ 1]) + baked[61:], *UNREADABLE)
    packed = b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(100_000_000), 9)
    chunk = len(packed).to_bytes(4) + b"iTXt" + packed + zlib.crc32(b"iTXt" + packed).to_bytes(4)
    yield Upload("a PNG with a packed credential of 100 MB", png[:33] + chunk + png[33:], *UNREADABLE)
    small = b"\0\0\0\0tEXt" + zlib.crc32(b"tEXt").to_bytes(4)
    yield Upload("a PNG of a hundred thousand parts", png[:33] + small * 100_000 + png[33:], *UNREADABLE)
    yield Upload("nothing but a PNG's first bytes", b"\x89PNG\r\n\x1a\n", *UNREADABLE)
    for name, declaration in (
        ("a file of this machine", '<!ENTITY x SYSTEM "file:///etc/passwd">'),
        ("another site", '<!ENTITY x SYSTEM "http://127.0.0.1:1/">'),
        ("a billion laughs", _laughs()),
        ("a declaration from elsewhere", '<!ENTITY % p SYSTEM "http://127.0.0.1:1/evil.dtd"> %p;'),
    ):
        head = f"<?xml version='1.0'?><!DOCTYPE svg [{declaration}]>"
        inside = bake_svg(svg, "&x;").replace("<![CDATA[", "").replace("]]>", "")
        yield Upload(f"an SVG with {name}", f"{head}{inside}".encode(), *UNREADABLE)
    deep = "<g>" * 100_000 + "</g>" * 100_000
    yield Upload(
        "an SVG of a hundred thousand levels",
        f"<svg xmlns='http://www.w3.org/2000/svg'>{deep}</svg>".encode(),
        *UNREADABLE,
    )
    yield Upload("an SVG in UTF-16", svg.encode("utf-16"), *NOTHING)
    yield Upload("an SVG that ends too early", svg[: len(svg) // 2].encode(), *UNREADABLE)
    inner = bake_svg(svg, "{}").replace("<![CDATA[{}]]>", "<b>{}</b>")
    yield Upload("an SVG with elements for a credential", inner.encode(), *UNREADABLE)


def _nothing_of_ours(chance: random.Random) -> Iterator[Upload]:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as zip_file:
        zip_file.writestr("certificate.pdf", bytes(50_000_000))
    beginnings = {
        "an archive": archive.getvalue(),
        "a photo": b"\xff\xd8\xff\xe0\0\x10JFIF" + chance.randbytes(500),
        "a GIF": b"GIF89a" + chance.randbytes(100),
        "a WebP": b"RIFF\0\0\0\0WEBPVP8 ",
        "a program": b"\x7fELF" + chance.randbytes(200),
        "a page of HTML": b"<!DOCTYPE html><title>x</title>",
        "XML of another kind": b"<?xml version='1.0'?><a/>",
        "an office file of old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(100),
        "text": "我的证书".encode(),
        "a list": b"[1,2,3]",
        "a text in quotes": b'"certificate"',
        "zeros": bytes(1000),
        "a compact token": b"eyJhbGciOiJub25lIn0.e30.",
    }
    for name, content in beginnings.items():
        yield Upload(name, content, *NOTHING)
    for number in range(30):
        noise = b"\x01" + chance.randbytes(chance.randrange(1, 3_000))
        yield Upload(f"noise {number}", noise, *NOTHING)
    for number in range(12):
        yield Upload(f"noise that calls itself a PDF {number}", b"%PDF-1.7\n" + chance.randbytes(3_000), *UNREADABLE)
    yield Upload("spaces", b" \n\t" * 10, 400, ("Choose a file",))


def _rewritten(pdf: bytes) -> bytes:
    """The same page without attachment and signature."""
    reader, writer = PdfReader(BytesIO(pdf)), PdfWriter()
    for page in reader.pages:
        if "/Annots" in page:
            del page["/Annots"]
        writer.add_page(page)
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder(
            issuer_name=subject,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now.replace(year=now.year - 1),
            not_valid_after=now.replace(year=now.year + 1),
        )
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _tiny_pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\nstartxref\n9\n%%EOF\n"


def _pdf_with_attachment(stream: bytes, *, filters: str = "/FlateDecode") -> bytes:
    """A whole PDF whose catalog names an attached file."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AF[3 0 R]>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Type/Filespec/F(c.json)/UF(c.json)/AFRelationship/Data/EF<</F 4 0 R>>>>",
        f"<</Type/EmbeddedFile/Length {len(stream)}/Filter {filters}>>stream\n".encode() + stream + b"\nendstream",
    ]
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj" % number + each + b"endobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)


def _laughs() -> str:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12)]
    return "".join(lines) + '<!ENTITY x "&a11;">'


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def as_text(content: bytes) -> str:
    """For a failure's message."""
    return base64.b64encode(content[:60]).decode()
