"""The SHA-256 of a trained model, kept in a file beside it (`sha256sum -c` reads it too).

A model holds pickled objects, so loading one runs what is in it.  The digest is written by the
training and checked before every load.  Rasa's environment imports this too: Python 3.10, standard
library only.
"""

import hashlib
import hmac
from pathlib import Path

SUFFIX = ".sha256"
_BLOCK = 2**20  # bytes


class ModelRefused(Exception):
    """The model is not the file that was trained; `str()` is the one line to show."""


def digest_file(model: Path) -> Path:
    """Return the path of the file that holds the digest of `model`."""
    return model.with_name(model.name + SUFFIX)


def write_digest(content: Path, model: Path) -> None:
    """Write the digest of `content`, which will be renamed to `model`.  Raises OSError."""
    partial = digest_file(content)
    partial.write_text(f"{_sha256(content)}  {model.name}\n", encoding="ascii")
    partial.replace(digest_file(model))


def check_digest(model: Path) -> None:
    """Raise ModelRefused unless the digest beside the model is that of its content."""
    beside = digest_file(model)
    advice = "remove both and run `make train`"
    try:
        expected = beside.read_text(encoding="ascii").split()[0]
    except FileNotFoundError:
        raise ModelRefused(f"{model} is not loaded: there is no {beside.name} beside it") from None
    except (UnicodeDecodeError, IndexError):
        raise ModelRefused(f"{model} is not loaded: {beside.name} is damaged; {advice}") from None
    if not hmac.compare_digest(_sha256(model), expected):
        raise ModelRefused(f"{model} is not loaded: {beside.name} tells another digest; {advice}")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
