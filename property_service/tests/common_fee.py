"""Fee items, rates and assignments for the tests of the fee area."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import PropertyAccountCommon


@tagged("post_install", "-at_install")
class FeeCommon(PropertyAccountCommon):
    """Service fee at 2.65 a month and m² (6 % within), water passed on, parking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["property.setup"]._property_setup_company(
            cls.company, cls.estate | cls.mall
        )
        find_tax = cls.env["property.setup"]._property_tax
        cls.tax_6_in, cls.tax_9_in, cls.tax_3_in = (
            find_tax(cls.company, rate) for rate in (6, 9, 3)
        )
        cls.item = cls._make_item("SF", taxes=cls.tax_6_in)
        cls.rate = cls._make_rate(cls.item, 2.65)
        cls.biller = cls.user_accountant

    @classmethod
    def _make_item(cls, code, taxes=None, **values):
        """A monthly fee item per m², unless told otherwise."""
        return cls.env["property.fee.item"].create(
            {
                "code": code,
                "name": f"Fee {code}",
                "company_id": cls.company.id,
                "tax_ids": [Command.set(taxes.ids if taxes else [])],
                "legal_basis": f"Service contract, clause {code}",
                **values,
            }
        )

    @classmethod
    def _make_rate(cls, item, price, start="2024-01-01", estate=None, **values):
        rate = cls.env["property.fee.rate"].create(
            {
                "item_id": item.id,
                "estate_id": (estate or cls.estate).id,
                "date_start": start,
                "price": price,
                **values,
            }
        )
        rate._property_put_in_force()
        return rate

    @classmethod
    def _assign(cls, units, item=None, start="2024-01-01", **values):
        return cls.env["property.fee.assignment"].create(
            [
                {
                    "unit_id": unit.id,
                    "item_id": (item or cls.item).id,
                    "date_start": start,
                    **values,
                }
                for unit in units
            ]
        )

    @classmethod
    def _make_run(cls, month="2026-10-01", user=None, **values):
        runs = cls.env["property.fee.run"].with_user(user or cls.biller)
        return runs.create(
            {
                "estate_id": cls.estate.id,
                "date_start": month,
                "invoice_date": "2026-10-05",
                **values,
            }
        )

    @classmethod
    def _bill(cls, month="2026-10-01", **values):
        run = cls._make_run(month, **values)
        run.action_compute()
        run._property_post_now()
        return run

    def assertCharges(self, charges, expected):
        """Compare charges in order of unit and date with (from, to, amount)."""
        found = [
            (charge.date_start, charge.date_end, charge.amount)
            for charge in charges.sorted(lambda c: (c.unit_id.code, c.date_start))
        ]
        wanted = [
            (date.fromisoformat(first), date.fromisoformat(last), amount)
            for first, last, amount in expected
        ]
        self.assertEqual(found, wanted)
