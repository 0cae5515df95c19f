"""`make audit`: known vulnerabilities of pinned packages, and how many nobody could say about.

pip-audit calls a list clean of which it could look up nothing; here that is told.
`python -m tools.audit REQUIREMENTS [--only-tell]`; fails where something was found.
"""

import argparse
import json
import subprocess  # nosec B404  # pip-audit has no interface but its command
import sys
from collections.abc import Sequence
from typing import Any, TypedDict


class Package(TypedDict, total=False):
    """As pip-audit's JSON has it: looked up, or skipped for a reason."""

    name: str
    version: str
    vulns: list[dict[str, Any]]
    skip_reason: str


def audited(requirements: str) -> list[Package]:
    """Raises RuntimeError where pip-audit itself failed."""
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", requirements,
        "--progress-spinner", "off", "--format", "json",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # nosec B603  # ours
    try:
        found: list[Package] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(done.stderr.strip() or "pip-audit said nothing") from error
    return found


def account(packages: Sequence[Package]) -> tuple[list[str], bool]:
    """Lines to read, and whether nothing bad was found."""
    lines = [
        f"{one['name']} {one['version']}: {bad['id']}, mended in {_mended(bad)}"
        for one in packages
        for bad in one.get("vulns", [])
    ]
    clean = not lines
    skipped = sum("skip_reason" in one for one in packages)
    lines.append(f"{len(packages) - skipped} of {len(packages)} packages looked up.")
    if skipped:
        lines.append(
            f"NOT AUDITED: {skipped} (the service does not know them, or can not be reached)"
        )
    return lines, clean


def _mended(bad: dict[str, Any]) -> str:
    return ", ".join(bad.get("fix_versions") or ["no version"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("requirements")
    parser.add_argument("--only-tell", action="store_true", help="findings do not fail it")
    told = parser.parse_args()
    lines, clean = account(audited(told.requirements))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    raise SystemExit(not (clean or told.only_tell))


if __name__ == "__main__":
    main()
