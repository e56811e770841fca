"""The guide's commands can be run; ``bin/test --guide`` runs them.

Quick checks of its text; nothing here needs a database.
"""

import tempfile
from pathlib import Path
from unittest import TestCase

from openpyxl import load_workbook

from .guide import blocks, columns, world


class TestGuideCommands(TestCase):
    def test_pages_are_found(self):
        """The pages of operations have commands, and come in their order."""
        names = [path.stem for path in blocks.pages()]
        self.assertEqual(names[: len(blocks.ORDER)], list(blocks.ORDER))
        self.assertGreater(len(blocks.commands(blocks.GUIDE / "en/backup.md")), 5)

    def test_blocks_are_bash(self):
        """Bash reads every block; every page reads the places first."""
        for path in [*blocks.pages(), blocks.README]:
            for block in blocks.commands(path):
                with self.subTest(block=block.place):
                    self.assertEqual(blocks.syntax_error(block), "")
        for name in blocks.ORDER[1:]:
            first = blocks.commands(blocks.GUIDE / f"en/{name}.md")[0]
            with self.subTest(page=name):
                self.assertIn("/places.sh", first.text)

    def test_same_commands_in_all_languages(self):
        """What was run in English is what stands in Chinese."""
        self.assertEqual(list(blocks.differences()), [])

    def test_fences(self):
        """Blocks keep their lines' numbers and lose the indent of a list."""
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.md")
            page.write_text(
                "1. Do\n\n   ```bash\n   a\n     b\n   ```\n```ini\nc\n```\n"
            )
            found = list(blocks.fences(page))
            self.assertEqual([language for language, _b in found], ["bash", "ini"])
            self.assertEqual((found[0][1].line, found[0][1].text), (4, "a\n  b\n"))
            page.write_text("```bash\na\n")
            with self.assertRaisesRegex(ValueError, "page.md:1"):
                list(blocks.fences(page))

    def test_wrong_bash_is_seen(self):
        block = blocks.Block(blocks.README, 1, "if true; then\n")
        self.assertIn("syntax error", blocks.syntax_error(block))

    def test_stand_ins_have_reasons(self):
        """Nothing is replaced in the run without saying so at its end."""
        files = {path.name for path in world.STAND_INS.iterdir()}
        self.assertEqual(files, set(world.REASONS))

    def test_import_page(self):
        """The page on the import names exactly the sheets and columns of the add-on."""
        for language in columns.TEXTS:
            page, text = columns.written(language)
            with self.subTest(page=language):
                self.assertEqual(page.read_text("utf-8"), text, "run: bin/columns")
                for column in columns.read("property.import.column"):
                    self.assertIn(
                        f"| `{column[columns.TEXTS[language]['name']]}` |", text
                    )

    def test_example_workbooks(self):
        """The workbooks beside the page have sheets and headings of the import."""
        sheets = {row["id"]: row for row in columns.read("property.import.sheet")}
        known = {}
        for column in columns.read("property.import.column"):
            title = sheets[column["sheet_id/id"]]["name@zh_CN"]
            known.setdefault(title, set()).update(column["synonyms"].split(","))
        paths = sorted((blocks.GUIDE / "files").glob("*.xlsx"))
        self.assertEqual(len(paths), 3)
        for path in paths:
            for sheet in load_workbook(path, read_only=True).worksheets:
                first = next(sheet.iter_rows(values_only=True))
                with self.subTest(workbook=path.name, sheet=sheet.title):
                    self.assertEqual(set(first) - known[sheet.title], set())
