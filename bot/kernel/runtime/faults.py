"""Faults in the log without anybody's words: an exception's text may quote what a person wrote."""

import traceback
from pathlib import Path


def fault(error: BaseException) -> dict[str, object]:
    """Its type, and the places it passed, innermost last; never its message."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return {"error": type(error).__name__, "at": places}
