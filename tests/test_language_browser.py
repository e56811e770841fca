"""What the people of each role read on their screens in Chinese, to the last hint."""

import re

from odoo.fields import Command

from .browser import windows
from .common import PropertySuiteTourCase
from .screens import english

CHINESE = "zh_CN"
REPORTS = "property_service_reports"
# The page after the login comes first for everybody.
PAGES = {
    "assistant": ("requests", "requests/new", "callbacks", "key-desk"),
    "supervisor": ("duty-rosters", "duty-handovers", "appraisal-sheets"),
    "manager": ("complaints", "quality-checks", "units/new"),
    "cashier": ("property-counter", "property-receipts", "property-day-close"),
    "accountant": ("billing-runs", "fee-charges", "property-bank-lines"),
    "technician": ("my-orders", "property-notices-to-read"),
    "auditor": ("access-log", "quality-audits", "routine-compliance"),
}
# What the manager of a company that has just begun reads: nothing is there yet.
EMPTY = ("property-estates", "property-settings", "units", "requests", "access-log")
PORTAL = ("/my/home", "/my/requests", "/my/bills")
MENUS = (".o_searchview_dropdown_toggler", ".o_cp_action_menus .dropdown-toggle")
# Numbers of documents, codes of units and how addresses begin are no words.
NUMBERS = re.compile(r"\b[A-Z]{1,5}-?\d[\w-]*|\bhttps?://")
HINTS = """() => [...document.querySelectorAll("[placeholder], [title]")]
    .filter((node) => node.offsetParent)
    .flatMap((node) => ["placeholder", "title"]
        .map((name) => node.getAttribute(name) || ""))
    .join("\\n")"""


class TestLanguageInBrowser(PropertySuiteTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(CHINESE)
        people = cls.role_users | cls.user_resident
        people.write({"lang": CHINESE, "tz": "Asia/Shanghai"})
        # Everything that is data has a Chinese name; what is Latin then is ours.
        cls.company.name = "山景物业公司"
        cls.other_company.name = "他山物业公司"
        for number, record in enumerate(
            [
                *people.partner_id,
                cls.developer,
                *(cls.owner_a | cls.owner_b | cls.tenant | cls.merchant),
                *(cls.estate | cls.mall | cls.other_estate),
                *(cls.building | cls.mall_building | cls.other_building),
            ]
        ):
            record.name = f"山景{number}号"
        cls.user_newcomer = cls._make_user(
            "property_newcomer",
            "property_service.property_service_group_manager",
            estates=cls.env["property.estate"],
            name="新经理",
            lang=CHINESE,
            tz="Asia/Shanghai",
        )
        cls.user_newcomer.write(
            {
                "company_ids": [Command.set(cls.other_company.ids)],
                "company_id": cls.other_company.id,
                "property_all_estates": True,
            }
        )
        cls.other_unit.active = cls.other_building.active = False
        cls.other_estate.active = False
        cls.env.flush_all()
        # The server takes the one cursor while the browser asks: nothing is read then.
        cls.logins = {role: getattr(cls, f"user_{role}").login for role in PAGES}
        overview = cls.env.ref(f"{REPORTS}.property_overview_dashboard")
        cls.sample = f"/spreadsheet/dashboard/data/{overview.id}"
        cls.logins["newcomer"] = cls.user_newcomer.login

    def test_screens(self):
        with (
            self.allow_requests(all_requests=True),
            windows(self.base_url(), width=1366, height=768) as open_window,
        ):
            for role, pages in PAGES.items():
                window = open_window(self.logins[role], self.logins[role])
                # Managers land on a dashboard, which has a browser test of its own.
                if role != "manager":
                    self._read(window, role, "home")
                for page in pages:
                    window.open(page)
                    self._read(window, role, page)
                window.page.context.close()
            window = open_window("property_newcomer", "property_newcomer")
            self._read(window, "newcomer", "home")
            answer = window.page.request.get(f"{self.base_url()}{self.sample}").json()
            self.assertTrue(answer["is_sample"])
            # Without it the client finds no Chinese for the sample's words.
            self.assertEqual(answer["translation_namespace"], REPORTS)
            for page in EMPTY:
                window.open(page)
                self._read(window, "newcomer", page)
            window.page.context.close()
            window = open_window("property_resident", "property_resident")
            for page in PORTAL:
                window.page.goto(f"{self.base_url()}{page}")
                self._read(window, "resident", page)

    def _read(self, window, role, page):
        """The whole page with its hints, then what its menus unfold."""
        words = [window.text(), window.page.evaluate(HINTS)]
        for menu in MENUS:
            button = window.page.locator(f"{menu}:visible")
            if button.count():
                button.first.click()
                words.append(window.text())
                window.page.keyboard.press("Escape")
        text = NUMBERS.sub(" ", "\n".join(words))
        # The client's mark of an empty hint, and the footer of Odoo's portal.
        text = re.sub(r"\bFalse\b|Copyright", " ", text)
        for name in self.logins.values():
            text = text.replace(name, "")
        with self.subTest(role=role, page=page):
            self.assertEqual(sorted(set(english(text))), [])
