"""The audit tells what was found, and never calls clean what nobody looked up."""

from tools.audit import Package, account

SOUND: Package = {"name": "sound", "version": "1.0", "vulns": []}
WEAK: Package = {
    "name": "weak", "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}  # fmt: skip
UNKNOWN: Package = {"name": "unknown", "skip_reason": "not found"}


def test_a_sound_list_is_clean() -> None:
    assert account([SOUND]) == (["1 of 1 packages looked up."], True)


def test_each_finding_is_told_with_what_mends_it() -> None:
    lines, clean = account([SOUND, WEAK])
    assert not clean
    assert lines[:2] == [
        "weak 2.0: PYSEC-1, mended in 2.1",
        "weak 2.0: PYSEC-2, mended in no version",
    ]


def test_what_was_not_looked_up_is_counted() -> None:
    lines, clean = account([SOUND, UNKNOWN, UNKNOWN])
    assert clean and lines[0] == "1 of 3 packages looked up."
    assert lines[1].startswith("NOT AUDITED: 2")
