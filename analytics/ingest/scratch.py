"""Files the reader makes for itself while it understands and loads those of the visitor."""

from __future__ import annotations

import uuid
from pathlib import Path


def new_file(folder: Path, ending: str = "") -> Path:
    """The path of a file that is not there yet, under a name nobody else has taken; its folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid.uuid4().hex}{ending}"
