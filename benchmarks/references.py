"""The programs measured against: each a process of its own in .bench-venv, asked for one threshold change at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".bench-venv"
REQUIREMENTS = HERE / "requirements.txt"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Reference:
    """A running reference (`python <script> <sales> …`): it has read the rows and answers changes of a threshold."""

    def __init__(self, script: str, sales: Path, *how: str):
        command = [python(), str(HERE / script), str(sales), *how]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.read_ms = self._answer()["ms"]

    def change(self, threshold: float) -> dict:
        """{"ms": how long it took, "classes": {class: clients}}"""
        self._process.stdin.write(f"{threshold}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the reference ended early: {self._process.args[1]}")
        return json.loads(line)

    def __enter__(self) -> Reference:
        return self

    def __exit__(self, *fault) -> None:
        self._process.stdin.close()
        self._process.wait()


def python() -> str:
    """The interpreter of .bench-venv, made and filled the first time or when requirements.txt has changed."""
    installed = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text("utf-8")
    if not installed.exists() or installed.read_text("utf-8") != wanted:
        print(f"installing {REQUIREMENTS.name} into {ENVIRONMENT.name} …", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        installed.write_text(wanted, "utf-8")
    return str(PYTHON)
