"""Makes a bare machine ready and starts the platform on it: ``python3 lms/bootstrap.py run | check | test``.

Runs on the system's Python before any dependency is there, hence the standard library only (but for ``serve``, which
``run`` starts inside the virtual environment). What has not changed since the last time is not done again.
"""

import ctypes
import errno
import fcntl
import hashlib
import http.client
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MANAGE = (str(PYTHON), "manage.py")
PACKAGES = ("lms", "courses", "certification", "cms")
POLICY = Path("/usr/sbin/policy-rc.d")


class SetupError(Exception):
    """The message says what is wrong and what to type."""


# --- The machine ------------------------------------------------------------------------------------------------------
def _program(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _file(folder: str, pattern: str) -> Callable[[], bool]:
    return lambda: any(Path(folder).glob(pattern))


def _library(name: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


# Debian's name of each package, and how to tell that what it gives is here (perhaps from elsewhere).
LIBRARIES = {
    "libpango-1.0-0": _library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0"),
    "fonts-noto-cjk": _file("/usr/share/fonts", "**/NotoSerifCJK*"),
    "fonts-babelstone-han": _file("/usr/share/fonts", "**/BabelStoneHan*"),
    "fonts-hanazono": _file("/usr/share/fonts", "**/HanaMinB*"),
    "gettext": _program("msgfmt", "xgettext"),
}
SERVICES = {
    "postgresql": _file("/usr/lib/postgresql", "*/bin/initdb"),
    "redis-server": _program("redis-server"),
    "chromium": _program("chromium"),
    "poppler-utils": _program("pdfsig", "pdftotext", "pdftoppm"),
    "softhsm2": _program("softhsm2-util"),
    "openssl": _program("openssl"),
    "openjdk-17-jdk-headless": _program("java", "javac", "jar"),
    "maven": _program("mvn"),
    "nodejs": _program("node"),
    "npm": _program("npm"),
}


def install_packages(wanted: dict[str, Callable[[], bool]], *, required: bool) -> None:
    """Through apt-get when root; otherwise says what to type, and stops if the packages are required."""
    absent = [package for package, is_here in wanted.items() if not is_here()]
    if not absent:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        advice = f"Install the system packages first:\n\n    sudo apt-get install --yes {' '.join(absent)}\n"
        if required:
            raise SetupError(advice)
        say(f"{advice}\nTests that need them are skipped.")
        return
    say(f"Installing {', '.join(absent)} …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "-qq", "-o", "Dpkg::Use-Pty=0"]
    with _daemons_left_stopped():
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        # Services one by one: one that this distribution lacks leaves the others installed.
        for packages in [absent] if required else [[package] for package in absent]:
            done = subprocess.run([*install, *packages], env=environment, stdout=subprocess.DEVNULL, check=False)
            if done.returncode and required:
                raise SetupError(f"apt-get could not install {' '.join(packages)}; its message is above.")


@contextmanager
def _daemons_left_stopped() -> Iterator[None]:
    """Debian starts a server it installs; the tests start their own, so this machine's services stay as they are."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


# --- The virtual environment ------------------------------------------------------------------------------------------
def prepare_environment(requirements: str) -> None:
    """Makes .venv and installs the pinned requirements, unless the last installation was of this very file."""
    source = ROOT / requirements
    stamp = VENV / f".{requirements}.sha256"
    with (ROOT / "pyproject.toml").open() as lock:  # one installation at a time
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not PYTHON.exists():
            _make_environment()
        digest = _digest([source])
        if stamp.exists() and stamp.read_text() == digest:
            return
        say(f"Installing the Python packages of {requirements} …")
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        run([*pip, "--requirement", str(source)], failure="pip could not install the packages; its message is above.")
        stamp.write_text(digest)


def _make_environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever reads the message has an older one
        raise SetupError(
            f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. "
            "Name a newer one with: make run PYTHON=python3.11"
        )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    install_packages({f"python{version}-venv": _can_make_environments}, required=True)
    say("Making the virtual environment in .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)], failure="The virtual environment could not be made.")


def _can_make_environments() -> bool:
    # Debian's Python has the module venv without the package it needs to put pip into an environment.
    attempt = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(attempt, capture_output=True, check=False).returncode == 0


# --- The project ------------------------------------------------------------------------------------------------------
def compile_messages() -> None:
    for source in _sources("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            command = ["msgfmt", "--check-format", "-o", str(target), str(source)]
            run(command, failure=f"{source.relative_to(ROOT)} could not be compiled.")


def prepare_data(data_dir: Path) -> None:
    """Keys, tables, static files and, the first time, the demonstration."""
    done = data_dir / "done"
    embedded = not os.environ.get("DATABASE_URL")
    if embedded and not (data_dir / "db.sqlite3").exists():
        shutil.rmtree(done, ignore_errors=True)
    done.mkdir(exist_ok=True)
    if not embedded:
        # A database server may have been given another database since.
        (done / "database").unlink(missing_ok=True)
    run_once(done / "keys", "", [*MANAGE, "make_keys"], "Making the keys …")
    tables = _digest([*_sources("migrations/*.py"), ROOT / "requirements.txt"])
    run_once(done / "database", tables, [*MANAGE, "migrate", "-v0"], "Bringing the database up to date …")
    static = _digest([*_sources("static/**/*"), ROOT / "requirements.txt"])
    collect = [*MANAGE, "collectstatic", "--no-input", "-v0"]
    run_once(done / "static", static, collect, "Collecting static files …")
    make_demonstration(done / "demo")


def _sources(pattern: str) -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob(pattern) if path.is_file()]


def make_demonstration(stamp: Path) -> None:
    """Once; the stamp keeps who can sign in, to be shown at every start."""
    if stamp.exists():
        return
    say("Making the demonstration (the first start only) …")
    made = subprocess.run([*MANAGE, "demo", "--json"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        raise SetupError("manage.py demo failed; its message is above.")
    accounts = json.loads(made.stdout)["accounts"]
    stamp.touch(mode=0o600)
    stamp.write_text("".join(f"  {role:<24}{who['email']:<32}{who['password']}\n" for role, who in accounts.items()))


def run_once(stamp: Path, version: str, command: list[str], message: str) -> None:
    if stamp.exists() and stamp.read_text() == version:
        return
    say(message)
    run(command, failure=f"This failed, and its message is above: {shlex.join(command)}")
    stamp.write_text(version)


def run(command: list[str], *, failure: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError(failure)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def say(message: str) -> None:
    print(message, flush=True)


# --- Running ----------------------------------------------------------------------------------------------------------
def start_platform() -> None:
    host, given_port = os.environ.setdefault("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    if not given_port.isdecimal():
        raise SetupError(f"PORT must be a number, not {given_port!r}.")
    port = int(given_port)
    document_workers()
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
    os.environ["DATA_DIR"] = str(data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")
    refuse_taken_port(host, port)
    data_dir.mkdir(parents=True, exist_ok=True)
    hold_folder(data_dir)
    install_packages(LIBRARIES, required=True)
    prepare_environment("requirements.txt")
    compile_messages()
    prepare_data(data_dir)
    os.execv(PYTHON, [str(PYTHON), str(Path(__file__).resolve()), "serve"])  # noqa: S606 - the terminal stays with one process


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SetupError(f"{host}:{port} cannot be used ({error.strerror}). Set HOST and PORT.") from error
            raise SetupError(
                f"Port {port} on {host} is taken. Choose another, with a data folder of its own for a second copy:"
                f"\n\n    make run PORT={port + 1} DATA_DIR=.data-{port + 1}\n"
            ) from error


def hold_folder(data_dir: Path) -> None:
    """One copy per data folder: two workers on one SQLite file and one beat schedule would get in each other's way."""
    lock = os.open(data_dir / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SetupError(f"Another copy runs on {data_dir}; give this one its own with DATA_DIR.") from error
    # Held, through the coming exec, until the process ends.
    os.set_inheritable(lock, True)  # noqa: FBT003 - the standard library's own signature


def serve() -> None:
    """Site and worker in one terminal. Inside the virtual environment."""
    from honcho import manager as honcho  # noqa: PLC0415 - not there before the virtual environment
    from honcho.printer import Printer  # noqa: PLC0415

    host, port, data_dir = os.environ["HOST"], os.environ["PORT"], Path(os.environ["DATA_DIR"])
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    site = [str(PYTHON), "-m", "gunicorn", "lms.wsgi", "--bind", address, "--workers", "2", "--threads", "4"]
    # Loaded once for both workers. Its control socket has one fixed place, which a second copy would take over.
    site += ["--preload", "--no-control-socket", "--log-level", "warning"]
    celery = [str(PYTHON), "-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet"]
    celery += ["--app", "lms", "worker", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    tasks = [*celery, "--beat", "--pool", "solo", "--schedule", str(data_dir / "beat")]
    documents = [*celery, "--queues", "documents", "--hostname", "documents@%h"]
    documents += ["--pool", "prefork", "--concurrency", str(document_workers())]
    # Seconds for the worker to end what it is doing, before it is killed.
    honcho.KILL_WAIT = 20
    manager = honcho.Manager(Printer(output=Terminal()))
    for name, command in (("site", site), ("tasks", tasks), ("documents", documents)):
        manager.add_process(name, f"exec {shlex.join(command)}", cwd=str(ROOT))
    # The terminal was closed.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=_announce, args=(host, int(port), data_dir), daemon=True).start()
    manager.loop()
    # 130 is Ctrl-C, the usual way to stop, and 143 a service manager's: not failures.
    sys.exit(0 if manager.returncode in {130, 143} else manager.returncode)


def document_workers() -> int:
    """Batches of certificates run on all cores but one, which the site keeps."""
    given = os.environ.get("DOCUMENT_WORKERS") or str(max((os.cpu_count() or 1) - 1, 1))
    if not given.isdecimal() or int(given) < 1:
        raise SetupError(f"DOCUMENT_WORKERS must be a number from 1 on, not {given!r}.")
    return int(given)


class Terminal:
    """Standard output, which may be closed under us: then everything stops, and nobody's line fails on the way."""

    isatty = staticmethod(sys.stdout.isatty)
    closed = False

    def write(self, text: str) -> None:
        self._unless_closed(lambda: sys.stdout.write(text))

    def flush(self) -> None:
        self._unless_closed(sys.stdout.flush)

    def _unless_closed(self, action: Callable[[], object]) -> None:
        if self.closed:
            return
        try:
            action()
        except OSError:
            self.closed = True
            os.kill(os.getpid(), signal.SIGTERM)


def _announce(host: str, port: int, data_dir: Path) -> None:
    """The address and who can sign in, once the site answers."""
    while not _answers(host, port):
        time.sleep(0.2)
    say(f"\n  {os.environ.get('SITE_URL') or f'http://{host}:{port}'}/\n")
    say((data_dir / "done" / "demo").read_text())
    say("  Staff are asked for a code as well; this prints those of the moment:")
    say(f"  DATA_DIR={shlex.quote(str(data_dir))} .venv/bin/python manage.py demo --codes\n")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        connection.getresponse()
    except OSError:
        return False
    else:
        return True
    finally:
        connection.close()


def main(command: str) -> None:
    os.chdir(ROOT)
    if command == "run":
        start_platform()
    elif command == "serve":
        serve()
    else:
        install_packages(LIBRARIES, required=True)
        if command == "test":
            install_packages(SERVICES, required=False)
        prepare_environment("requirements-dev.txt")
        compile_messages()


if __name__ == "__main__":
    # The script's own folder must not stand for the packages it happens to name (lms/celery.py is not celery).
    sys.path.remove(str(Path(__file__).resolve().parent))
    if sys.argv[1:] not in [["run"], ["serve"], ["check"], ["test"]]:
        sys.exit(__doc__)
    try:
        main(sys.argv[1])
    except SetupError as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit(130)
