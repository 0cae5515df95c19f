"""The process that looks into one file: content on stdin, the answer on stdout.

Decoders are the part of a program that a hostile file attacks, so they run with no secret in the
environment and within limits; the process ends after its file.  Answer: the MIME type, a line
break, the content.  Exit status `REFUSED`: the reason instead.
"""

import os
import resource
import sys

REFUSED, OUT_OF_MEMORY = 3, 4
MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 30


def main() -> int:
    _limit()
    # After the limits: what is imported works on the file.
    from bot.files.rules.inspection import inspected
    from bot.files.rules.refusals import Refused

    try:
        found = inspected(sys.stdin.buffer.read())
        sys.stdout.buffer.write(found.mime.encode() + b"\n" + found.content)
    except Refused as error:
        sys.stdout.buffer.write(error.refusal.value.encode())
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _limit() -> None:
    os.nice(10)  # answers come first
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
