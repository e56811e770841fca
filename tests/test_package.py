"""The files of the checkout agree with one another; nothing here needs a database."""

import ast
import re
from pathlib import Path
from unittest import TestCase

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ("property_service", "property_service_reports")


def manifest(folder):
    return ast.literal_eval((ROOT / folder / "__manifest__.py").read_text("utf-8"))


class TestPackage(TestCase):
    def test_root_manifest(self):
        """The root manifest carries the add-ons' version and depends on just them."""
        root = manifest(".")
        self.assertEqual(sorted(root["depends"]), sorted(ADDONS))
        for addon in ADDONS:
            with self.subTest(addon=addon):
                self.assertEqual(manifest(addon)["version"], root["version"])
                self.assertEqual(manifest(addon)["license"], root["license"])
        self.assertTrue(root.get("installable", True))

    def test_no_root_package(self):
        """A root ``__init__.py`` would make pytest-odoo refuse every add-on test."""
        self.assertFalse((ROOT / "__init__.py").exists())

    def test_manifest_files(self):
        """Every file of a manifest is there, and every data file is in a manifest."""
        for addon in ADDONS:
            values = manifest(addon)
            listed = values["data"] + values.get("demo", [])
            self.assertEqual(len(listed), len(set(listed)), "listed twice")
            for name in listed:
                with self.subTest(addon=addon, file=name):
                    self.assertTrue((ROOT / addon / name).is_file())
            folders = ("data", "demo", "report", "security", "views", "wizards")
            present = {
                str(path.relative_to(ROOT / addon))
                for folder in folders
                for path in (ROOT / addon / folder).rglob("*")
                if path.suffix in (".xml", ".csv")
            }
            self.assertEqual(present - set(listed), set(), "not in the manifest")

    def test_tests_are_imported(self):
        """Odoo's own runner sees only test files that tests/__init__.py imports."""
        for addon in ADDONS:
            folder = ROOT / addon / "tests"
            text = (folder / "__init__.py").read_text("utf-8")
            imported = set(re.findall(r"from \. import (\w+)", text))
            files = {path.stem for path in folder.glob("test_*.py")}
            with self.subTest(addon=addon):
                self.assertEqual(imported, files)

    def test_requirements_are_pinned(self):
        """Each requirement names one version, and no name stands in two files."""
        seen = {}
        paths = [*sorted(ROOT.glob("requirements*.txt")), ROOT / "constraints.txt"]
        for path in paths:
            for line in path.read_text("utf-8").splitlines():
                line = line.split("#")[0].strip()
                if not line:
                    continue
                name = re.split(r"[=<>~! ;\[]", line)[0].lower().replace("_", "-")
                with self.subTest(file=path.name, requirement=line):
                    self.assertIn("==", line)
                    self.assertIn(seen.setdefault(name, path.name), path.name)

    def test_licence(self):
        """AGPL-3 in full, as the add-ons that we build on demand."""
        text = (ROOT / "LICENSE").read_text("utf-8")
        self.assertIn("GNU AFFERO GENERAL PUBLIC LICENSE", text)
        self.assertIn("Version 3, 19 November 2007", text)
        self.assertGreater(len(text), 30_000)
