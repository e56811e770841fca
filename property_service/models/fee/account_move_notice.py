from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Payment notice (缴款通知书) of a unit's bill (FEE-06, FEE-07, FEE-08)."""

    _inherit = "account.move"

    def action_property_print_notice(self):
        """Notices of these bills in the order in which they are handed out."""
        return self._property_print_notices("property_service.property_notice_report")

    def action_property_print_notice_list(self):
        """The list on which the area assistant signs for the notices (FEE-08)."""
        return self._property_print_notices(
            "property_service.property_notice_list_report"
        )

    def _property_print_notices(self, report):
        moves = self._property_notices()
        if not moves:
            raise UserError(
                self.env._("None of these is a posted bill of a unit; post them first.")
            )
        return self.env["property.print.batch"]._property_print_paper(report, moves)

    def _property_notices(self):
        """The posted bills among these, by building, floor and unit (FEE-08)."""
        return self.filtered(
            lambda move: move.state == "posted"
            and move.move_type == "out_invoice"
            and move.property_unit_id
        ).sorted(lambda move: move.property_unit_id._property_walking_key())

    def _property_notice_books(self):
        """What the units of these bills owe and have paid ahead, read once for all.

        :return: dict of what ``_property_notice_values`` looks up
        """
        units = self.property_unit_id
        items = units._property_open_items()
        return {
            "items": items.grouped("property_unit_id"),
            "credits": units._property_open_credits().grouped("property_unit_id"),
            "descriptions": items._property_item_descriptions(),
            "how_to_pay": {
                estate: estate._property_how_to_pay() for estate in units.estate_id
            },
        }

    def _property_notice_values(self, books=None):
        """What stands on the notice beside the bill itself.

        :param books: those of all bills that are printed together
        :return: dict with the charges, the arrears before this bill, the credit not
            used up, and what is to be paid
        """
        self.ensure_one()
        unit = self.property_unit_id
        payer = self.partner_id.commercial_partner_id
        own = self.line_ids
        books = books or self._property_notice_books()
        none = own.browse()
        arrears = (
            books["items"]
            .get(unit, none)
            .filtered(
                lambda item: item not in own
                and item.partner_id.commercial_partner_id == payer
                and (item.date_maturity or item.date) < self.invoice_date_due
            )
        )
        unused = (
            books["credits"]
            .get(unit, none)
            .filtered(lambda item: item.partner_id.commercial_partner_id == payer)
        )
        overdue = sum(arrears.mapped("amount_residual"))
        credit = -sum(unused.mapped("amount_residual"))
        return {
            "unit": unit,
            "charges": self.property_charge_ids.sorted(
                lambda c: (c.item_id.sequence, c.item_id.id, c.date_start)
            ),
            "arrears": arrears,
            "descriptions": books["descriptions"],
            "overdue": overdue,
            "credit": credit,
            "total": max(self.amount_residual + overdue - credit, 0),
            "how_to_pay": books["how_to_pay"][unit.estate_id],
        }

    @api.model
    def _property_notice_groups(self, moves):
        """Bills by building and floor, for the list of who takes which notices.

        :return: list of (building, floor name, bills)
        """
        groups = moves.grouped(
            lambda move: (
                move.property_unit_id.building_id,
                move.property_unit_id.floor_id,
            )
        )
        return [
            (building, floor.name or "", bills)
            for (building, floor), bills in groups.items()
        ]
