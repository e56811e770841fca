"""No screen of a role and no printout mixes English into its Chinese."""

import io

import polib

from odoo.tools.translate import trans_export

from .common import MODULES, PropertySuiteCase
from .screens import Screens, english, texts

CHINESE = "zh_CN"
# Who sees what nobody else sees; administrators and supervisors see less than managers.
ROLES = ("manager", "auditor", "chief_accountant", "cashier", "technician", "assistant")
# What Odoo itself says in English on these screens, beyond the reach of our catalogue.
HELD = {
    # Codes of rules and of settings that Odoo shows to whoever writes automations
    "env",
    "model",
    "time",
    "datetime",
    "dateutil",
    "timezone",
    "payload",
    # A word of electronic invoices abroad, which Odoo's own Chinese leaves as it is
    "Peppol Endpoint",
}
# Character sets of bank files, likewise.
HELD_CHOICES = "account_statement_import_sheet_mapping__file_encoding"


class TestLanguageOfScreens(PropertySuiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(CHINESE)
        cls.role_users.lang = CHINESE

    def _show(self, mixed):
        return "\n".join(f"{place}: {text!r}" for text, place in sorted(mixed.items()))

    def test_screens_of_each_role(self):
        """Menus, actions, views, filters, Action menus, fields, help and choices."""
        shown = {}
        count = 0
        for role in ROLES:
            user = getattr(self, f"user_{role}")
            env = self.env(user=user.id, su=False, context={"lang": CHINESE})
            screens = Screens(env).walk()
            count += screens.count
            for text, place in screens.terms.items():
                shown.setdefault(text, f"{role} {place}")
        mixed = {
            text: place
            for text, place in shown.items()
            if text not in HELD and english(text)
        }
        self.assertFalse(mixed, f"{len(mixed)} of {len(shown)}\n{self._show(mixed)}")
        # Nobody is without screens, or this proves nothing.
        self.assertGreater(count, 1000)

    def test_printouts_and_portal(self):
        """What stands in the templates of papers, mails and of the residents' pages."""
        records = self.env["ir.model.data"].search(
            [("module", "in", MODULES), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(records.mapped("res_id"))
        templates = views.filtered(lambda view: view.type == "qweb")
        mixed = {}
        for template in templates.with_context(lang=CHINESE):
            for text in texts(template.arch_db):
                if english(text):
                    mixed[text.strip()] = template.key
        self.assertFalse(mixed, self._show(mixed))
        self.assertGreater(len(templates), 100)

    def test_terms_of_oca(self):
        """Words of OCA's add-ons, of which ours brings what they do not have."""
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        for module in installed.filtered(lambda one: "OCA" in (one.author or "")):
            with io.BytesIO() as buffer:
                trans_export(CHINESE, [module.name], buffer, "po", self.env)
                entries = polib.pofile(buffer.getvalue().decode())
            missing = {
                entry.msgid: entry.occurrences[0][0]
                for entry in entries
                if not entry.msgstr
                and english(entry.msgid)
                and HELD_CHOICES not in entry.occurrences[0][0]
                # Odoo reads words of code from the add-on alone whose code it is.
                and not all(name.startswith("code:") for name, _ in entry.occurrences)
            }
            with self.subTest(module=module.name):
                self.assertFalse(missing, self._show(missing))
