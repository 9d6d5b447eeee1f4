"""Where the device tree sources of Linux are: a folder, or an archive that is unpacked once."""
import subprocess
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / ".build/conformance/linux"


def find(tree):
    """The folder for `tree`, or the one where a tree was unpacked before; None if there is neither."""
    path = Path(tree) if tree else UNPACKED
    if path.is_dir():
        return str(path.resolve())
    if not UNPACKED.is_dir() and path.is_file():
        new = UNPACKED.with_suffix(".new")
        new.mkdir(parents=True, exist_ok=True)
        subprocess.run(["tar", "-xf", str(path), "-C", str(new)], check=True)
        new.rename(UNPACKED)
    return str(UNPACKED) if UNPACKED.is_dir() else None
