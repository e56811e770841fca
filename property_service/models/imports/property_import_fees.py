from odoo import fields, models

from .bulk import create_all, update_all
from .link_fees import item_of

# VAT of what a property company sells (domain: VAT law of 2026 §10): services 6 %,
# letting of space 9 %; money collected for others bears no tax of the company.
TAX_OF_KIND = {"property_fee": 6, "parking": 9, "rent": 9, "other": 6}


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_apply_fees(self, book, index, tally):
        """Fee items, their rates as drafts, and who is charged what (FEE-01)."""
        self._property_apply_items(book, index, tally)
        self._property_apply_rates(book, tally)
        self._property_apply_assignments(book, index, tally)

    def _property_apply_items(self, book, index, tally):
        taken = {code.upper() for code in index.fee_items}

        def create(entity):
            values = entity.values
            code, count = values["number"], 1
            while code.upper() in taken:
                count += 1
                code = f"{values['number']}-{count}"
            taken.add(code.upper())
            return {
                "code": code,
                "name": values["name"],
                "company_id": self.company_id.id,
                "kind": values["kind"],
                "basis": values["basis"],
                "period_months": values["period_months"],
                **self._property_books_of_kind(values["kind"]),
            }

        items = self.env["property.fee.item"]
        fees = list(book.fees.values())
        firsts = [fee for fee in fees if fee.values["first"] is fee]
        known = [fee for fee in firsts if fee.record]
        create_all(items, [fee for fee in firsts if not fee.record], create, tally)
        tally.add(items, unchanged=len(known))
        for fee in fees:
            fee.record = fee.values["first"].record

    def _property_books_of_kind(self, kind):
        """Tax and account of a new fee item; the accountant may change both."""
        if kind == "utility":
            return {"account_id": self.company_id.property_collected_account_id.id}
        tax = self.env["property.setup"]._property_tax(
            self.company_id, TAX_OF_KIND[kind]
        )
        return {"tax_ids": [fields.Command.set(tax.ids)]}

    def _property_apply_rates(self, book, tally):
        """Prices arrive as drafts: nobody approves his own price (FEE-03)."""
        rates = self.env["property.fee.rate"]
        values_list = []
        for fee in book.fees.values():
            values = fee.values
            if fee.status == "rate_exists":
                tally.add(rates, unchanged=1)
            elif fee.status:
                fee.status.price = values["price"]
                tally.add(rates, updated=1)
            elif values["basis"] != "fixed":
                values_list.append(
                    {
                        "item_id": fee.record.id,
                        "estate_id": self.estate_id.id,
                        "unit_kind": values["unit_kind"],
                        "date_start": values["date_start"] or self.date_default,
                        "price": values["price"],
                    }
                )
        rates.create(values_list)
        tally.add(rates, created=len(values_list))

    def _property_apply_assignments(self, book, index, tally):
        units = index.units | {code: e.record for code, e in book.units.items()}
        reason = self.env._("As in workbook %(file)s", file=self.filename)

        def update(entity):
            values = entity.values
            found = {}
            if values["date_end"]:
                found["date_end"] = values["date_end"]
            if values["amount"]:
                found["fixed_amount"] = values["amount"]
                if item_of(values["target"]).basis != "fixed":
                    found["reason"] = reason
            return found

        def create(entity):
            return {
                **update(entity),
                "unit_id": units[entity.values["unit"]].id,
                "item_id": item_of(entity.values["target"]).id,
                "date_start": entity.values["date_start"],
            }

        model = self.env["property.fee.assignment"]
        new = [a for a in book.assignments if not a.record]
        known = [a for a in book.assignments if a.record]
        create_all(model, new, create, tally)
        update_all(model, known, update, tally)
