"""A child's tie to its parent: a pipe on stdin, which ends however the parent dies."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """From now on, end this process and all it started as soon as stdin ends."""
    threading.Thread(target=_wait_and_end, name="lifeline", daemon=True).start()


def _wait_and_end() -> None:
    """By force: what we hold is disposable, and whoever might have waited for us is gone."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    if os.getpgrp() == os.getpid():  # the group is ours alone, so nobody else is hit
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
