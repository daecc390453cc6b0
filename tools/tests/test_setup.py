# SPDX-License-Identifier: MIT
"""`make setup` against a package manager that only keeps a list."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import tools_path

DPKG_QUERY = """#!/bin/sh
for package; do :; done
grep -qx "$package" "{list}" || exit 1
printf installed
"""

APT_GET = """#!/bin/sh
echo "apt-get $*" >> "{calls}"
[ "$1" = install ] || exit 0
for word; do
	case $word in
	install|-*|"{broken}") ;;
	*) echo "$word" >> "{list}" ;;
	esac
done
"""


class Setup(unittest.TestCase):
    """The script with stand-ins first in PATH."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.list = self.directory / "list"
        self.calls = self.directory / "calls"
        self.list.write_text("make\n")
        self.calls.write_text("")

    def setup_script(self, broken="none", uid=0, **scripts):
        scripts = {"dpkg-query": DPKG_QUERY, "apt-get": APT_GET, "id": f"#!/bin/sh\necho {uid}\n",
                   **scripts}
        for name, text in scripts.items():
            path = self.directory / name
            path.write_text(text.replace("{list}", str(self.list))
                            .replace("{calls}", str(self.calls)).replace("{broken}", broken))
            path.chmod(0o755)
        env = dict(os.environ, PATH=f"{self.directory}:/usr/bin:/bin")
        done = subprocess.run(["sh", str(tools_path.TOOLS / "setup.sh")], env=env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    def test_installs_what_is_missing_and_only_once(self):
        status, output = self.setup_script()
        self.assertEqual(status, 0, output)
        self.assertIn("setup: installing", output)
        calls = self.calls.read_text()
        self.assertIn("apt-get update", calls)
        self.assertIn("qemu-system-x86", calls)
        self.assertNotIn(" make ", calls)
        self.calls.write_text("")
        self.assertEqual(self.setup_script(), (0, "setup: everything is installed\n"))
        self.assertEqual(self.calls.read_text(), "")

    def test_package_that_does_not_install(self):
        status, output = self.setup_script(broken="xorriso")
        self.assertEqual(status, 1)
        self.assertIn("xorriso is still not installed", output)

    def test_not_root(self):
        status, output = self.setup_script(
            uid=1000, sudo=f"#!/bin/sh\necho sudo >> {self.calls}\nexec \"$@\"\n")
        self.assertEqual(status, 0, output)
        self.assertEqual(self.calls.read_text().split("\n")[0], "sudo")


if __name__ == "__main__":
    unittest.main()
