import os
import subprocess
import sys
import unittest
from pathlib import Path

from . import clones

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"


class TestBenchmarks(unittest.TestCase):
    def test_each_begins(self):
        """What it imports is there, and it tells its sizes; running takes too long."""
        scripts = {*FOLDER.glob("*.py")} - {FOLDER / "harness.py"}
        environment = {
            **os.environ,
            "PROPERTY_SERVICE_CONF": clones.configuration(),
            "PYTHONPATH": f"{ROOT}:{FOLDER}",
        }
        for script in sorted(scripts):
            with self.subTest(benchmark=script.stem):
                result = subprocess.run(
                    [sys.executable, str(script), "--help"],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual(result.returncode, 0, result.stderr[-2000:])
                self.assertIn("--", result.stdout)
