"""One target under the fuzzer: `python -m tests.fuzz.one TARGET [libFuzzer's options and folders]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["analytics"]):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    name, *options = sys.argv[1:]
    # To merge a corpus libFuzzer starts itself again by the shell, and takes the first argument for the command.
    atheris.Setup([f"{sys.executable} -m tests.fuzz.one {name}", *options], TARGETS[name])
    atheris.Fuzz()
