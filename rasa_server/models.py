"""The trained models in a folder."""

from pathlib import Path


def newest_model(folder: Path) -> Path:
    """Return the model that the bot would serve.  Raises FileNotFoundError."""
    models = [path for path in folder.glob("*.tar.gz") if not path.name.startswith(".")]
    if not models:
        raise FileNotFoundError(f"no model in {folder}: `make train` first")
    return max(models, key=lambda path: path.stat().st_mtime)
