# SPDX-License-Identifier: MIT
"""Command lines on their way through GRUB's script language, and the disk they travel on."""

import tarfile
import tempfile
import unittest
from pathlib import Path

import tools_path  # noqa: F401 (makes the imports below work)
import bootdisk
from bootdisk import Module, boot_cfg, grub_quote, split_cmdline, write


class Split(unittest.TestCase):
    """How people write command lines."""

    def test_blanks(self):
        self.assertEqual(split_cmdline("  a  b\tc "), ["a", "b", "c"])
        self.assertEqual(split_cmdline(""), [])

    def test_quotes_group_and_go(self):
        self.assertEqual(split_cmdline('a="b c" "d e=f" x'), ["a=b c", "d e=f", "x"])

    def test_empty_quotes_are_a_word(self):
        self.assertEqual(split_cmdline('a "" b'), ["a", "", "b"])

    def test_what_grub_would_touch_stays(self):
        line = "memmap=64M$512M test=* a;b {c} #d $x ${y} \\z"
        self.assertEqual(split_cmdline(line), line.split(" "))

    def test_open_quote(self):
        with self.assertRaisesRegex(ValueError, "never closed"):
            split_cmdline('a="b')


class Quote(unittest.TestCase):
    """Words in boot.cfg."""

    def test_plain(self):
        self.assertEqual(grub_quote("memmap=64M$512M"), "'memmap=64M$512M'")
        self.assertEqual(grub_quote("a b"), "'a b'")
        self.assertEqual(grub_quote(""), "''")

    def test_single_quote(self):
        self.assertEqual(grub_quote("it's"), "'it'\\''s'")

    def test_control_characters_are_refused(self):
        for char in "\n\r\x00\x7f":
            with self.assertRaisesRegex(ValueError, "control character"):
                grub_quote(f"a{char}b")


class Disk(unittest.TestCase):
    """boot.cfg and the tar file around it."""

    def test_boot_cfg(self):
        self.assertEqual(
            boot_cfg("test=* seed=1"),
            "function quarry_kernel { multiboot2 /boot/quarry.elf 'test=*' 'seed=1' ; }\n")

    def test_boot_cfg_modules(self):
        text = boot_cfg("", [Module(b"x", "memmap"), Module(b"y", 'trace "a b"')])
        self.assertIn("module2 $dev/module0 'memmap'\n", text)
        self.assertIn("module2 $dev/module1 'trace' 'a b'\n", text)

    def test_tar(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "boot.tar"
            write(path, "a=1", [Module(b"zero\n", "m")])
            self.assertEqual(path.stat().st_size % bootdisk.BLOCK, 0)
            with tarfile.open(path) as archive:
                self.assertEqual(archive.getnames(), ["boot.cfg", "module0"])
                self.assertEqual(archive.extractfile("module0").read(), b"zero\n")

    def test_same_input_same_disk(self):
        with tempfile.TemporaryDirectory() as directory:
            one, two = Path(directory) / "1.tar", Path(directory) / "2.tar"
            write(one, "a=1")
            write(two, "a=1")
            self.assertEqual(one.read_bytes(), two.read_bytes())


if __name__ == "__main__":
    unittest.main()
