"""The machine and the versions the numbers were measured with, as one sentence."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    programs = ", ".join(f"{name} {version(name.lower())}" for name in ("DuckDB", "Streamlit", "Altair", "pandas"))
    return (
        f"Measured on {os.cpu_count()} cores of {_processor()}, {_memory()}, {platform.system()} {platform.release()}: "
        f"Python {platform.python_version()}, {programs}, {_chromium()}."
    )


def chromium() -> str | None:
    """The system's Chromium or Chrome; None leaves the choice to Playwright."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def _chromium() -> str:
    if not chromium():
        return "Playwright's Chromium"
    told = subprocess.run([chromium(), "--version"], capture_output=True, text=True).stdout
    return " ".join(re.findall(r"Chrom\w+|[\d.]{5,}", told)[:2])


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", about.read_text()) if about.exists() else None
    return named[1] if named else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError):
        return "memory unknown"
