"""The Chinese translation is complete and fits its terms."""

import io
import re
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

from .common import MODULES, PropertySuiteCase

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ 0-9.#]*[a-zA-Z]|%[a-zA-Z]|\{\{.*?\}\}")


class TestTranslations(PropertySuiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = {}
        for module in MODULES:
            path = ROOT / module / "i18n" / f"{LANGUAGE}.po"
            cls.files[module] = polib.pofile(str(path)) if path.exists() else []

    def _terms(self, module):
        """Every term of the installed add-on, as Odoo exports it."""
        with io.BytesIO() as buffer:
            trans_export(LANGUAGE, [module], buffer, "po", self.env)
            return polib.pofile(buffer.getvalue().decode())

    def test_complete(self):
        """Each term of code, views and data has a translation; bin/i18n lists gaps."""
        for module in MODULES:
            translated = {entry.msgid for entry in self.files[module] if entry.msgstr}
            missing = {entry.msgid for entry in self._terms(module)} - translated
            with self.subTest(module=module):
                self.assertEqual(sorted(missing), [])

    def test_not_fuzzy(self):
        """A fuzzy entry is a guess, which Odoo would show all the same."""
        for module in MODULES:
            fuzzy = [e.msgid for e in self.files[module] if "fuzzy" in e.flags]
            with self.subTest(module=module):
                self.assertEqual(fuzzy, [])

    def test_each_term_once(self):
        """Of two entries of one term only one would count."""
        for module in MODULES:
            terms = [entry.msgid for entry in self.files[module]]
            with self.subTest(module=module):
                self.assertEqual(len(terms), len(set(terms)))

    def test_placeholders(self):
        """A translation takes the values that its term takes."""
        for module in MODULES:
            for entry in self.files[module]:
                if not entry.msgstr:
                    continue
                with self.subTest(module=module, term=entry.msgid):
                    self.assertEqual(
                        sorted(set(PLACEHOLDER.findall(entry.msgid))),
                        sorted(set(PLACEHOLDER.findall(entry.msgstr))),
                    )

    def test_helpdesk_speaks_chinese(self):
        """Views, menus, fields and mails of OCA's helpdesk, which brings no Chinese."""
        path = ROOT / "property_service" / "i18n_extra" / f"{LANGUAGE}.po"
        known = {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr}
        terms = {
            entry.msgid
            for entry in self._terms("helpdesk_mgmt")
            # Odoo reads words of code from the add-on alone whose code it is.
            if any(not name.startswith("code:") for name, _line in entry.occurrences)
        }
        self.assertEqual(sorted(terms - known), [])
        self.env["res.lang"]._activate_lang(LANGUAGE)
        self.env["ir.module.module"]._load_module_terms(
            ["helpdesk_mgmt", "property_service"], [LANGUAGE]
        )
        chinese = {"lang": LANGUAGE}
        menu = self.env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu")
        self.assertEqual(menu.with_context(**chinese).name, "工单中心")
        view = (
            self.env["helpdesk.ticket"]
            .with_context(**chinese)
            .get_view(self.env.ref("helpdesk_mgmt.ticket_view_form").id)
        )
        self.assertIn("标记为重复", view["arch"])
        self.assertNotIn("Mark as duplicate", view["arch"])
