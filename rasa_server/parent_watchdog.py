"""End a child process when its parent dies.

The parent keeps the write end of the child's stdin open.  The kernel closes it however the parent
ends, also after SIGKILL, and the child then reads end-of-file.
"""

import os
import signal
import sys
import threading


def exit_with_parent() -> None:
    """Start a thread that kills this process, and all it started, at the end of stdin."""
    threading.Thread(target=_wait_and_kill, name="parent-watchdog", daemon=True).start()


def _wait_and_kill() -> None:
    """Use SIGKILL: this process holds nothing worth saving, and nobody waits for its result."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    if os.getpgrp() == os.getpid():  # we lead the group, so it holds only us and our children
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
