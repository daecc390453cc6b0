# SPDX-License-Identifier: MIT
"""The QEMU command of a machine."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import tools_path  # noqa: F401
import firmware
import qemu


class Sizes(unittest.TestCase):
    """Memory sizes as people write them."""

    def test_units(self):
        for text, size in (("8M", 8 << 20), ("60G", 60 << 30), ("512", 512 << 20),
                           ("3.5G", 3584 << 20), ("2g", 2 << 30), ("4096K", 4 << 20)):
            self.assertEqual(qemu.parse_size(text), size)

    def test_nonsense(self):
        for text in ("", "M", "-1M", "8X", "1K", "lots", "1.0001M"):
            with self.assertRaises(ValueError, msg=text):
                qemu.parse_size(text)


class Command(unittest.TestCase):
    """Options, without starting anything."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.scratch = Path(directory.name) / "scratch"
        self.iso = Path(directory.name) / "quarry.iso"
        self.iso.write_bytes(b"")
        patch = mock.patch.object(qemu, "find_qemu", lambda: "qemu")
        patch.start()
        self.addCleanup(patch.stop)

    def command(self, **fields):
        return qemu.Machine(iso=self.iso, **fields).command(self.scratch)

    def pairs(self, **fields):
        words = self.command(**fields)
        return list(zip(words, words[1:]))

    def test_always(self):
        pairs = self.pairs()
        for pair in (("-display", "none"), ("-monitor", "none"), ("-serial", "stdio"),
                     ("-net", "none"), ("-accel", "tcg"), ("-cpu", "max"), ("-smp", "2"),
                     ("-machine", "pc"), ("-device", "isa-debug-exit,iobase=0xf4,iosize=0x04")):
            self.assertIn(pair, pairs)
        self.assertIn("-no-reboot", self.command())

    def test_large_memory_is_not_reserved(self):
        self.assertIn(("-machine", "pc,memory-backend=ram"), self.pairs(mem="60G"))
        self.assertIn(("-object", f"memory-backend-ram,id=ram,size={60 << 30},reserve=off"),
                      self.pairs(mem="60G"))
        self.assertNotIn("-object", self.command(mem="2G"))

    def test_uefi(self):
        with mock.patch.object(firmware, "uefi32_options", lambda scratch: ["-uefi"]):
            self.assertIn(("-machine", "q35,smm=on"), self.pairs(kind="q35", uefi=True))
            self.assertIn("-uefi", self.command(kind="q35", uefi=True))
            with self.assertRaisesRegex(ValueError, "needs machine q35"):
                self.command(uefi=True)

    def test_interactive_has_a_monitor(self):
        self.assertNotIn("-monitor", self.command(serial="mon:stdio"))

    def test_gui(self):
        self.assertNotIn("-display", self.command(gui=True))

    def test_gdb(self):
        words = self.command(gdb=Path("/x/a,b.sock"))
        self.assertIn("-S", words)
        self.assertIn("socket,id=gdb,path=/x/a,,b.sock,server=on,wait=off", words)

    def test_icount(self):
        self.assertIn(("-icount", "shift=0"), self.pairs(icount="shift=0"))

    def test_unknown_board(self):
        with self.assertRaisesRegex(ValueError, "neither pc nor q35"):
            self.command(kind="isapc")

    def test_missing_iso(self):
        self.iso.unlink()
        with self.assertRaisesRegex(qemu.Missing, "run `make`"):
            self.command()


class NothingInstalled(unittest.TestCase):
    """What is missing is named, with what to do."""

    def test_qemu(self):
        with mock.patch("shutil.which", lambda name: None):
            with self.assertRaisesRegex(qemu.Missing, "make setup"):
                qemu.find_qemu()

    def test_firmware(self):
        with mock.patch.object(firmware, "PLACES", ("/nonexistent",)):
            with self.assertRaisesRegex(qemu.Missing, "ovmf-ia32.*make setup"):
                firmware.find_uefi32()


if __name__ == "__main__":
    unittest.main()
