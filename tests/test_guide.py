"""The guide says what the screens say; nothing here needs a database.

In a page of the guide **bold** is a label of the screen and nothing else; **A › B** is
a way through the menus.
"""

import functools
import re
from pathlib import Path
from unittest import TestCase

import odoo.addons

from docs.pictures import PICTURES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
ADDONS = ("property_service", "property_service_reports")
# Their words are on the screens that the guide shows, too.
OTHERS = (
    "account",
    "account_reconcile_oca",
    "account_statement_import_file",
    "base",
    "base_automation",
    "base_setup",
    "helpdesk_mgmt",
    "mail",
    "maintenance",
    "portal",
    "queue_job",
    "spreadsheet_dashboard",
    "web",
)
LANGUAGES = ("en", "zh_CN")
LABEL = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) ", re.M)
STEP = re.compile(r"^\d+\. ", re.M)
TERM = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.M)
# Records bring their Chinese beside their English.
RECORD = re.compile(
    r'<field name="(\w+)"[^>]*>([^<]+)</field>\s*'
    r'<field name="\1@zh_CN"[^>]*>([^<]+)</field>'
)


def folders():
    for addon in (*ADDONS, *OTHERS):
        for path in (ROOT, *odoo.addons.__path__):
            folder = Path(path) / addon
            if folder.is_dir():
                yield folder
                break


@functools.cache
def terms():
    """What screens say, by language."""
    english, chinese = set(), set()
    for folder in folders():
        for name in ("i18n/zh_CN.po", "i18n_extra/zh_CN.po", f"i18n/{folder.name}.pot"):
            path = folder / name
            pairs = TERM.findall(path.read_text("utf-8")) if path.exists() else ()
            english.update(term for term, _translation in pairs)
            chinese.update(translation for _term, translation in pairs)
        if folder.name in ADDONS:
            for path in folder.rglob("*.xml"):
                for _field, term, translation in RECORD.findall(
                    path.read_text("utf-8")
                ):
                    english.add(term)
                    chinese.add(translation)
    return {"en": english, "zh_CN": chinese - {""}}


def pages(language):
    return sorted((DOCS / "guide" / language).glob("*.md"))


def text(page):
    """A page without its blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.M | re.S)


class TestGuide(TestCase):
    def test_labels(self):
        """Each label in bold is a term of the screens in the language of the page."""
        for language in LANGUAGES:
            known = terms()[language]
            for page in pages(language):
                labels = {
                    part
                    for label in LABEL.findall(text(page))
                    for part in label.split(" › ")
                }
                with self.subTest(language=language, page=page.name):
                    self.assertEqual(sorted(labels - known), [])

    def test_same_in_both_languages(self):
        """Pages, headings, steps and pictures are the same ones."""
        english, chinese = ({p.name: text(p) for p in pages(x)} for x in LANGUAGES)
        self.assertEqual(set(english), set(chinese))
        self.assertIn("README.md", english)
        for name, content in english.items():
            with self.subTest(page=name):
                other = chinese[name]
                for pattern in (HEADING, STEP):
                    self.assertEqual(pattern.findall(content), pattern.findall(other))
                self.assertEqual(
                    IMAGE.findall(content.replace("/images/en/", "/images/zh_CN/")),
                    IMAGE.findall(other),
                )

    def test_links(self):
        """Each picture and page that a page refers to is there."""
        for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
            for target in LINK.findall(text(page)):
                if target.startswith(("http:", "https:", "#")):
                    continue
                with self.subTest(page=str(page.relative_to(ROOT)), target=target):
                    path = page.parent / target.partition("#")[0]
                    self.assertTrue(path.exists())

    def test_pictures(self):
        """What lies in docs/images is what bin/pictures makes, and each is shown."""
        made = {f"{picture.name}.png" for picture in PICTURES}
        self.assertEqual(len(made), len(PICTURES), "two pictures of one name")
        present = {str(p.relative_to(DOCS / "images")) for p in DOCS.rglob("*.png")}
        self.assertEqual(present, {f"{x}/{name}" for x in LANGUAGES for name in made})
        shown = {
            Path(target).name
            for page in (ROOT / "README.md", *DOCS.rglob("*.md"))
            for target in IMAGE.findall(text(page))
        }
        self.assertEqual(made - shown, set())
