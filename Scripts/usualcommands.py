"""What the program is mostly used for: a command for each such job, on real input."""
import os

from pathlib import Path

RECIPE = Path(__file__).resolve().parent.parent / "Fixtures/kvim1s/board.json5"


def usual(program, tree, khadas, out):
    """The commands, which find Linux's sources in `tree` and the vendor's blobs below `khadas`; all that they
    write goes to `out`. Each uses the output of earlier ones."""
    boards = f"{tree}/arch/arm64/boot/dts"
    board, blob = f"{boards}/rockchip/rk3399-rockpro64.dts", f"{out}/board.dtb"
    base, overlay = f"{khadas}/expected/kvim1s.dtb", f"{khadas}/expected/i2s.dtbo"
    dtc = f"{out}/dtc"
    os.symlink(program, dtc)
    return [
        [program, "--version"],
        [dtc, "--version"],
        [program, "preprocess", "-o", f"{out}/board.i", board],
        [program, "compile", "-q", "-@", "-b", "0", "-o", blob, board],
        [program, "get", blob, "/", "model"],
        [program, "check", base],
        [program, "overlay", "apply", "--base", base, "-o", f"{out}/merged.dtb", overlay],
        [program, "decompile", "-o", f"{out}/board.dts", blob],
        [program, "preprocess", "-o", f"{out}/board.i", f"{boards}/qcom/sc7280-herobrine-crd.dts"],
        [program, "build", RECIPE, "-o", f"{out}/out"],
    ]


def has_ended_well(command, status):
    """Whether a command's exit status is as it should be: `check` finds an error in the vendor's blob."""
    return status == ("check" in command)
