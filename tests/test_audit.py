"""The audit fails on findings, and never reports packages as clean that nobody looked up."""

import json
import subprocess
from collections.abc import Sequence

import pytest

from tools.audit import ATTEMPTS, AuditFailed, Package, Run, Unreachable, audit, audited, summary

SOUND: Package = {"name": "sound", "version": "1.0", "vulns": []}
WEAK: Package = {
    "name": "weak", "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}  # fmt: skip
UNKNOWN: Package = {"name": "unknown", "skip_reason": "not found"}
# The last lines of pip-audit where it cannot reach the service.
UNREACHABLE = [
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='pypi.org', port=443)",
    "requests.exceptions.ReadTimeout: Read timed out.",
    "requests.exceptions.SSLError: certificate verify failed",
    "pip_audit._service.interface.ServiceError",  # such as 503
    "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\n"
    "ERROR:pip_audit._cli:Tip: your network may be blocking this service. Try another service",
    "ERROR:pip_audit._cli:PyPI is not redirecting properly",
]


def saying(*answers: Sequence[Package] | str) -> Run:
    """Return a pip-audit that ends in these ways, one call after the other."""
    rest = iter(answers)

    def run(_: str) -> "subprocess.CompletedProcess[str]":
        answer = next(rest)
        if isinstance(answer, str):
            return subprocess.CompletedProcess([], 1, stdout="", stderr=answer)
        return subprocess.CompletedProcess([], 0, json.dumps({"dependencies": answer}), "")

    return run


def test_list_without_findings_passes() -> None:
    assert summary([SOUND]) == (["1 of 1 packages looked up."], True)


def test_each_finding_is_printed_with_the_version_that_fixes_it() -> None:
    lines, clean = summary([SOUND, WEAK])
    assert not clean
    assert lines == [
        "weak 2.0: PYSEC-1, fixed in 2.1",
        "weak 2.0: PYSEC-2, fixed in no version",
        "2 of 2 packages looked up.",
    ]


def test_skipped_packages_are_counted() -> None:
    lines, clean = summary([SOUND, UNKNOWN, UNKNOWN])
    assert clean and lines[0] == "1 of 3 packages looked up."
    assert lines[1].startswith("NOT AUDITED: 2")


def test_a_finding_fails_the_audit() -> None:
    assert audit("x.txt", report_only=False, run=saying([WEAK, UNKNOWN])) == 1
    assert audit("x.txt", report_only=False, run=saying([SOUND, UNKNOWN])) == 0


def test_report_only_mode_prints_findings_and_passes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert audit("x.txt", report_only=True, run=saying([WEAK])) == 0
    assert "weak 2.0: PYSEC-1" in capsys.readouterr().out


@pytest.mark.parametrize("complaint", UNREACHABLE)
def test_unreachable_service_passes_with_a_warning(
    complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = saying(*[f"Traceback (most recent call last):\n  …\n{complaint}\n"] * ATTEMPTS)
    assert audit("x.txt", report_only=False, run=run) == 0
    assert capsys.readouterr().out.startswith(
        "NOT AUDITED: the vulnerability service is unreachable"
    )


def test_unreachable_service_is_retried() -> None:
    assert audited("x.txt", saying(UNREACHABLE[0], [WEAK])) == [WEAK]
    with pytest.raises(Unreachable, match="certificate verify failed"):
        audited("x.txt", saying(UNREACHABLE[0], UNREACHABLE[2], [WEAK]))


@pytest.mark.parametrize("complaint", ["", "ERROR:pip_audit._cli:invalid requirements: x.txt"])
def test_a_failure_of_pip_audit_itself_fails_the_audit(
    complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit("x.txt", report_only=True, run=saying(complaint)) == 1
    assert capsys.readouterr().err.startswith("pip-audit failed: ")
    with pytest.raises(AuditFailed):
        audited("x.txt", saying(complaint))


def test_pip_audit_rejects_an_unreadable_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The real command, which needs no network for this."""
    assert audit("/nowhere/requirements.txt", report_only=False) == 1
    assert capsys.readouterr().err.startswith("pip-audit failed: ")
