"""Loggable form of exceptions without their messages, which may quote personal text."""

import traceback
from pathlib import Path


def fault(error: BaseException) -> dict[str, object]:
    """Return the type of an exception and its last stack frames, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return {"error": type(error).__name__, "at": places}
