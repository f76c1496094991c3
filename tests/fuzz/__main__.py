"""`python -m tests.fuzz [--seconds N] [TARGET ...]`: fuzzes the reader and keeps what was learned.

New inputs that reach new code join tests/fuzz/corpus (the smallest ones, a few kilobytes a target); an input that breaks a
law is left in tests/fuzz/crashers, where the ordinary tests replay it from then on.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
CORPUS, CRASHERS = HERE / "corpus", HERE / "crashers"
KEPT_BYTES, KEPT_FILES = 30_000, {"workbooks": 12}
USUALLY_KEPT = 50
LONGEST = {"workbooks": 4096, "values": 64, "mappings": 256, "links": 256}
SHARE = {"understanding": 4, "loading": 6, "workbooks": 2}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    given = parser.parse_args()
    chosen = given.targets or list(TARGETS)
    shares = {name: SHARE.get(name, 1) for name in chosen}
    broken = [n for n in chosen if not fuzzed(n, max(10, given.seconds * shares[n] // sum(shares.values())))]
    print(f"Broken: {', '.join(broken)}" if broken else "No law was broken.")
    return bool(broken)


def fuzzed(name: str, seconds: int) -> bool:
    """Whether a target held for so long; its corpus is made smaller or richer by what was met."""
    for folder in (CORPUS / name, CRASHERS / name):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="client_base_fuzz_") as made:
        met, merged = Path(made, "met"), Path(made, "merged")
        met.mkdir()
        merged.mkdir()
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST.get(name, 1024)}", "-timeout=120"]
        prefix = f"-artifact_prefix={CRASHERS / name}/"
        held = _run(name, *options, "-rss_limit_mb=4096", "-print_final_stats=1", prefix, met, CORPUS / name) == 0
        _run(name, "-set_cover_merge=1", "-verbosity=0", f"-artifact_prefix={made}/", merged, met, CORPUS / name)
        _keep_smallest(merged, CORPUS / name)
    return held


def _run(name: str, *arguments: object) -> int:
    return subprocess.run([sys.executable, "-m", "tests.fuzz.one", name, *map(str, arguments)], check=False).returncode


def _keep_smallest(found: Path, kept: Path) -> None:
    files, total = sorted(found.iterdir(), key=lambda file: file.stat().st_size), 0
    if not files:
        return
    shutil.rmtree(kept)
    kept.mkdir()
    for file in files[: KEPT_FILES.get(kept.name, USUALLY_KEPT)]:
        total += file.stat().st_size
        if total <= KEPT_BYTES:
            shutil.copyfile(file, kept / file.name[:16])


if __name__ == "__main__":
    sys.exit(main())
