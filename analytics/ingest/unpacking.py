"""The one file inside a .gz or a .zip, laid out beside the other copies. Refused when it swells as only a bomb does."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import progress
from analytics.ingest.scratch import new_file
from analytics.ingest.sources import in_chunks
from analytics.limits import MB, limits

SHOWN = 5
LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
UNICODE_NAME, WITH_PASSWORD = 0x800, 0x1


def gunzipped(path: Path, name: str, scratch: Path) -> Path:
    """Raises Unusable for an archive that is damaged, cut short or too large."""
    with gzip_faults_told(name), gzip.open(path, "rb") as packed:
        return _laid_out(in_chunks(packed), path.stat().st_size, name, scratch)


def head_of_gzip(path: Path, name: str, size: int) -> bytes:
    with gzip_faults_told(name), gzip.open(path, "rb") as packed:
        return packed.read(size)


@contextmanager
def gzip_faults_told(name: str):
    """A gzip that turns out to be cut short or damaged while it is read is Unusable."""
    try:
        yield
    except EOFError as fault:
        raise Unusable("truncated_file", file=name) from fault
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise Unusable("broken_file", file=name) from fault


def unzipped(path: Path, name: str, scratch: Path) -> tuple[Path, str]:
    """The only member of an archive and what it is called. Raises Unusable when there are several, or a password."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_member(archive, name)
            refuse_swelling(member.file_size, max(member.compress_size, 1), name)
            with archive.open(member) as packed:
                return _laid_out(in_chunks(packed), max(member.compress_size, 1), name, scratch), _shown(member)
    except NotImplementedError as fault:
        # So zipfile calls a compression it does not know: Windows packs large files by Deflate64.
        raise Unusable("archive_file", file=name) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as fault:
        raise Unusable("broken_file", file=name) from fault


def refuse_swelling(unpacked: int, packed: int, name: str) -> None:
    """Bytes of an archive unpacked and packed: refused when it is too large or grows as only a bomb does."""
    allowed = limits()
    if unpacked > allowed.unpacked_megabytes * MB:
        raise Unusable("unpacked_too_large", file=name, value=unpacked // MB, limit=allowed.unpacked_megabytes)
    if unpacked > allowed.unpack_ratio_from_megabytes * MB and unpacked > packed * allowed.unpack_ratio:
        raise Unusable("swells_too_much", file=name, value=unpacked // packed, limit=allowed.unpack_ratio)


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [m for m in archive.infolist() if not m.is_dir() and not _is_litter(m.filename)]
    if not members:
        raise Unusable("empty_file", file=name)
    if len(members) > 1:
        told = ", ".join(map(_shown, members[:SHOWN])) + (" …" if len(members) > SHOWN else "")
        raise Unusable("several_in_zip", file=name, n=len(members), members=told)
    if members[0].flag_bits & WITH_PASSWORD:
        raise Unusable("encrypted_file", file=name)
    return members[0]


def _is_litter(member: str) -> bool:
    return member.lower().startswith(LITTER) or member.lower().rpartition("/")[2] in LITTER


def _shown(member: zipfile.ZipInfo) -> str:
    """A member's name: Windows in Russian writes them in cp866 and says nothing of it."""
    name = member.orig_filename.rpartition("/")[2]
    if member.flag_bits & UNICODE_NAME or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("cp866")
    except UnicodeError:
        return name


def _laid_out(chunks: Iterator[bytes], packed: int, name: str, scratch: Path) -> Path:
    target, size = new_file(scratch), 0
    with open(target, "wb") as file:
        try:
            for chunk in progress.counted(chunks, "rewriting", name, None):
                size += len(chunk)
                refuse_swelling(size, packed, name)
                file.write(chunk)
        except BaseException:
            file.close()
            target.unlink()
            raise
    return target
