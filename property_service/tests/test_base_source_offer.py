"""AGPL §13: whoever uses the software over a network is offered its source code."""

from lxml import html

from odoo.tests import HttpCase, tagged

from .common import PropertyCommon


@tagged("post_install", "-at_install")
class TestSourceOffer(PropertyCommon, HttpCase):
    def _offer(self, path):
        page = html.fromstring(self.url_open(path).text)
        (offer,) = page.xpath("//div[contains(@class, 'o_property_source_offer')]")
        return offer.text_content(), offer.xpath(".//a/@href")

    def _set_url(self, url, company):
        parameter = self.env.ref("property_service.property_parameter_base_source_url")
        parameter.with_company(company).effective_value = url

    def test_residents(self):
        self.authenticate("property_resident", "property_resident")
        text, links = self._offer("/my/units")
        self.assertIn("AGPL", text)
        self.assertEqual(links, [])
        self._set_url("https://source.example.com/1.0", self.company)
        for path in ("/my/home", "/my/units"):
            text, links = self._offer(path)
            self.assertIn("AGPL", text)
            self.assertEqual(links, ["https://source.example.com/1.0"])

    def test_login_page(self):
        company = self.env.ref("base.public_user").company_id
        self._set_url("", company)
        text, links = self._offer("/web/login")
        self.assertIn("AGPL", text)
        self.assertEqual(links, [])
        self._set_url("https://source.example.com/1.0", company)
        _text, links = self._offer("/web/login")
        self.assertEqual(links, ["https://source.example.com/1.0"])

    def test_scripts_are_no_address(self):
        self._set_url("javascript:alert(1)", self.company)
        self.assertFalse(self.company._property_source_url())
