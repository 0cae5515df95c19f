"""`make audit`: look up known vulnerabilities of the pinned packages with pip-audit.

`python -m tools.audit REQUIREMENTS [--report-only]` prints one line for each finding and how many
packages were looked up.  Exit status 1 where a vulnerability was found (0 with --report-only) or
where pip-audit itself failed.  An unreachable vulnerability service does not fail it: the output
then says NOT AUDITED, as pip-audit calls a list clean of which it could look up nothing.
"""

import argparse
import json
import re
import subprocess  # nosec B404  # pip-audit's only stable interface is its command
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

ATTEMPTS = 2  # pip-audit caches its answers, so the second attempt continues the first
TIMEOUT = 600  # seconds
# How pip-audit ends when the network or the service fails, in its own words or in a traceback.
UNREACHABLE = re.compile(
    r"requests\.exceptions\.|urllib3\.exceptions\.|\bServiceError\b|\bConnectionError\b"
    r"|vulnerability feed|not redirecting properly|may be blocking this service"
)


class Package(TypedDict, total=False):
    """A dependency in pip-audit's JSON: looked up, or skipped for a reason."""

    name: str
    version: str
    vulns: list[dict[str, Any]]
    skip_reason: str


class Unreachable(Exception):
    """The vulnerability service gave no answers; the message is the last line of pip-audit."""


class AuditFailed(Exception):
    """pip-audit itself failed, such as over a requirements file that it cannot read."""


Run = Callable[[str], "subprocess.CompletedProcess[str]"]


def pip_audit(requirements: str) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", requirements,
        "--progress-spinner", "off", "--format", "json",
    ]  # fmt: skip
    try:
        return subprocess.run(  # nosec B603  # a list of words of ours, and no shell
            command, capture_output=True, text=True, check=False, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        raise Unreachable(f"no answer within {TIMEOUT} seconds") from error


def audited(requirements: str, run: Run = pip_audit) -> list[Package]:
    """Return every package of the file.  Raises Unreachable or AuditFailed."""
    for _ in range(ATTEMPTS):
        done = run(requirements)
        try:
            found: list[Package] = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError):
            complaint = done.stderr.strip()
        else:
            return found
        if not UNREACHABLE.search(complaint):
            raise AuditFailed(complaint or "pip-audit printed nothing")
    raise Unreachable(complaint.splitlines()[-1])


def summary(packages: Sequence[Package]) -> tuple[list[str], bool]:
    """Return the lines to print, and whether no vulnerability was found."""
    findings = [
        f"{one['name']} {one['version']}: {bad['id']}, fixed in {_fixed_in(bad)}"
        for one in packages
        for bad in one.get("vulns", [])
    ]
    skipped = sum("skip_reason" in one for one in packages)
    lines = [*findings, f"{len(packages) - skipped} of {len(packages)} packages looked up."]
    if skipped:
        lines.append(f"NOT AUDITED: {skipped} packages (the vulnerability service has no entry)")
    return lines, not findings


def _fixed_in(bad: dict[str, Any]) -> str:
    return ", ".join(bad.get("fix_versions") or ["no version"])


def audit(requirements: str, report_only: bool, run: Run = pip_audit) -> int:
    """Print what is known about the packages; return the exit status."""
    try:
        lines, clean = summary(audited(requirements, run))
    except Unreachable as reason:
        lines, clean = [f"NOT AUDITED: the vulnerability service is unreachable ({reason})"], True
    except AuditFailed as error:
        sys.stderr.write(f"pip-audit failed: {error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0 if clean or report_only else 1


def main() -> None:
    parser = argparse.ArgumentParser(description="Look up known vulnerabilities.")
    parser.add_argument("requirements")
    parser.add_argument("--report-only", action="store_true", help="findings do not fail it")
    args = parser.parse_args()
    raise SystemExit(audit(args.requirements, args.report_only))


if __name__ == "__main__":
    main()
