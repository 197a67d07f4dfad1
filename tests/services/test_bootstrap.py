"""The set-up's refusals and its memory of what is done; `site` in the browser tests is the whole of it at work."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.bootstrap import (
    SetupError,
    document_workers,
    hold_folder,
    install_packages,
    refuse_taken_port,
    run_once,
    start_platform,
)
from tests.services.process import ROOT, free_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_start_refuses_a_taken_port_and_says_how_to_move(taken_port: int, tmp_path: Path) -> None:
    env = os.environ | {"PORT": str(taken_port), "DATA_DIR": str(tmp_path / "data")}

    start = subprocess.run(
        [sys.executable, "lms/bootstrap.py", "run"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert start.returncode == 1
    assert start.stderr == (
        f"\nPort {taken_port} on 127.0.0.1 is taken. Choose another, with a data folder of its own for a second "
        f"copy:\n\n    make run PORT={taken_port + 1} DATA_DIR=.data-{taken_port + 1}\n\n"
    )
    assert not (tmp_path / "data").exists()


def test_start_refuses_a_port_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", "http")

    with pytest.raises(SetupError, match="PORT must be a number, not 'http'"):
        start_platform()


def test_certificates_are_rendered_on_all_cores_but_one_or_as_many_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCUMENT_WORKERS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert document_workers() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert document_workers() == 1
    monkeypatch.setenv("DOCUMENT_WORKERS", "3")
    assert document_workers() == 3


@pytest.mark.parametrize("given", ["0", "many", "-1"])
def test_start_refuses_a_number_of_workers_that_is_none(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DOCUMENT_WORKERS", given)
    monkeypatch.setenv("PORT", "8000")

    with pytest.raises(SetupError, match=f"DOCUMENT_WORKERS must be a number from 1 on, not '{given}'"):
        start_platform()


def test_port_is_accepted_when_free() -> None:
    refuse_taken_port("127.0.0.1", free_port())


def test_port_on_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(SetupError, match=r"192\.0\.2\.1:8000 cannot be used"):
        refuse_taken_port("192.0.2.1", 8000)


def test_second_copy_on_one_data_folder_is_refused(tmp_path: Path) -> None:
    hold_folder(tmp_path)

    with pytest.raises(SetupError, match="Another copy runs on"):
        hold_folder(tmp_path)


def test_unknown_command_prints_the_usage() -> None:
    start = subprocess.run(
        [sys.executable, "lms/bootstrap.py", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert start.returncode == 1
    assert "run | check | test" in start.stderr


def test_missing_packages_are_named_to_who_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    wanted = {"here": lambda: True, "libabsent": lambda: False, "fonts-absent": lambda: False}

    with pytest.raises(SetupError, match="sudo apt-get install --yes libabsent fonts-absent\n"):
        install_packages(wanted, required=True)


def test_missing_services_only_leave_tests_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    install_packages({"server": lambda: False}, required=False)

    assert "Tests that need them are skipped." in capsys.readouterr().out


def test_step_runs_again_only_for_another_version(tmp_path: Path) -> None:
    done = tmp_path / "done"
    for version in ("1", "1", "2"):
        run_once(tmp_path / "step", version, ["sh", "-c", f"echo {version} >> {done}"], "…")

    assert done.read_text() == "1\n2\n"


def test_failed_step_is_not_remembered(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="This failed, and its message is above: false"):
        run_once(tmp_path / "step", "1", ["false"], "…")

    assert not (tmp_path / "step").exists()
