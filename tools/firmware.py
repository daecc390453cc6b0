# SPDX-License-Identifier: MIT
"""Where 32-bit UEFI firmware lies and which QEMU options it needs.

Debian's ovmf-ia32 ships one build, with Secure Boot and therefore with SMM: it refuses to start
on anything but q35 with smm=on. No keys are enrolled, so it starts an unsigned GRUB. The code is
mapped read-only from where it is installed; the variables are written, so each run has its copy.
"""

import shutil
from pathlib import Path
from typing import List, Tuple

PLACES = ("/usr/share/OVMF", "/usr/share/edk2/ovmf-ia32", "/usr/share/edk2/ia32")
PAIRS = (
    ("OVMF32_CODE_4M.secboot.fd", "OVMF32_VARS_4M.fd"),
    ("OVMF32_CODE_4M.fd", "OVMF32_VARS_4M.fd"),
    ("OVMF_CODE.secboot.fd", "OVMF_VARS.fd"),
    ("OVMF_CODE.fd", "OVMF_VARS.fd"),
)
# Debian's /usr/share/OVMF also holds the 64-bit build, under the names without "32".
DEBIAN_64 = "/usr/share/OVMF/OVMF_"


class Missing(Exception):
    """Something that a run needs is not installed; the text says what to do."""


def find_uefi32() -> Tuple[Path, Path]:
    """The firmware's code and its template of variables."""
    for place in PLACES:
        for code, variables in PAIRS:
            pair = Path(place) / code, Path(place) / variables
            if str(pair[0]).startswith(DEBIAN_64):
                continue
            if pair[0].is_file() and pair[1].is_file():
                return pair
    raise Missing("32-bit UEFI firmware (package ovmf-ia32) is not installed: run `make setup`")


def uefi32_options(scratch: Path) -> List[str]:
    """QEMU's options for it, beside `-machine q35,smm=on`; the variables go to `scratch`."""
    code, template = find_uefi32()
    variables = scratch / "uefi-variables.fd"
    shutil.copyfile(template, variables)
    return [
        "-global", "driver=cfi.pflash01,property=secure,value=on",
        "-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={code}",
        "-drive", f"if=pflash,unit=1,format=raw,file={variables}",
    ]
