"""Compiles installed packages while the image is built: `compile_packages.py FOLDER CACHE`.

The bytecode is by hash and never checked: it holds no time and costs no look at the source. CACHE
keeps it by all that it is made of, so that after a changed dependency the others are not compiled
again, and every build has the same bytes.
"""

import py_compile
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

FOLDER, CACHE = (Path(argument) for argument in sys.argv[1:])


def kept(source: Path) -> Path:
    # Its path is in the bytecode, for tracebacks; the number is that of this Python's bytecode.
    parts = MAGIC_NUMBER, bytes(source), source.read_bytes()
    return CACHE / sha256(b"\0".join(parts)).hexdigest()


def take(source: Path) -> bool:
    try:
        target = Path(cache_from_source(str(source)))
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(kept(source), target)
    except FileNotFoundError:
        return False
    return True


def make(source: Path) -> None:
    # A file that is no valid Python is left alone: packages hold templates and tests of errors.
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    cached = str(kept(source))
    if py_compile.compile(str(source), cached, quiet=2, invalidation_mode=mode):
        take(source)


if __name__ == "__main__":
    missing = [source for source in sorted(FOLDER.rglob("*.py")) if not take(source)]
    with ProcessPoolExecutor() as pool:
        list(pool.map(make, missing, chunksize=16))
