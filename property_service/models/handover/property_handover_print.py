from odoo import fields, models

from ..fee.run_compute import RateBook

PREFIX = "property_service.property_handover_paper_"
# Papers with a layout of their own; all others are texts of the estate.
FORMS = {
    "move_in_notice": "notice",
    "residence_notice": "notice",
    "move_in_confirmation": "move_in",
    "delivery_confirmation": "delivery",
    "household_card": "household",
    "basic_form": "basic",
    "fee_notice": "fees",
    "moveout_application": "application",
    "clearance": "clearance",
}
TEXTS = (
    "fire_notice",
    "fire_agreement",
    "safety_undertaking",
    "declaration",
    "preliminary_agreement",
    "service_agreement",
    "interim_covenant",
    "covenant",
    "user_handbook",
)
HOUSEHOLD_ROWS = 6  # of the card, with those filled in already


class PropertyHandover(models.Model):
    """The papers of a case with its data."""

    _inherit = "property.handover"

    # === Actions ===

    def action_print_pack(self):
        """All papers that the list of each case names, one case after the other."""
        return self._property_print("property_handover_pack_report")

    def action_print_notices(self):
        """The notices that the owners bring along, in the order of walking (MVI-09)."""
        return self._property_print("property_handover_move_in_notice_report")

    def action_print_certificate(self):
        """Of moving out: everything is cleared, the goods may pass (MVO-01)."""
        self.ensure_one()
        self._property_check_gates("certificate")
        return self._property_print("property_handover_clearance_report")

    def _property_print(self, report):
        cases = self.filtered(lambda case: case.state != "cancelled").sorted(
            lambda case: case.unit_id._property_walking_key()
        )
        return self.env["property.print.batch"]._property_print_paper(
            f"property_service.{report}", cases
        )

    # === Values ===

    def _property_pack_codes(self):
        """The papers of the case that we print, in the order of its list."""
        self.ensure_one()
        # Which papers are due does not depend on who prints them.
        codes = self.document_template_id.sudo().line_ids.sorted().mapped("code")
        known = [code for code in codes if code in FORMS or code in TEXTS]
        if self.kind == "move_in":
            # Signed on every delivery, whatever else the list asks for (MVI-09).
            for code in ("move_in_confirmation", "delivery_confirmation"):
                if code not in known:
                    known.append(code)
        return [code for code in known if code != "clearance"]

    def _property_paper(self, code):
        """What stands on one paper.

        :return: dict with title and template, and the body of a text
        """
        self.ensure_one()
        if code in FORMS:
            return {
                "title": self._property_form_title(code),
                "template": PREFIX + FORMS[code],
            }
        text = self.env["property.document.text"]._property_text(code, self.estate_id)
        return {
            "title": text.title,
            "template": PREFIX + "text",
            "body": text._property_body(self._property_text_values()),
        }

    def _property_form_title(self, code):
        return {
            "move_in_notice": self.env._("Move-in notice"),
            "residence_notice": self.env._("Notice of moving in"),
            "move_in_confirmation": self.env._("Owner’s move-in confirmation"),
            "delivery_confirmation": self.env._("Owner’s delivery confirmation"),
            "household_card": self.env._("Household registration card"),
            "basic_form": self.env._("Basic information registration form"),
            "fee_notice": self.env._("Fee payment notice"),
            "moveout_application": self.env._("Application to move out"),
            "clearance": self.env._("Clearance certificate"),
        }[code]

    def _property_text_values(self):
        """What replaces the names in braces of the estate's texts."""
        estate = self.estate_id
        owners = self.person_ids.filtered(lambda row: row.role == "owner").partner_id
        return {
            "unit": self.unit_id.code,
            "building": self.building_id.name,
            "area": f"{self.unit_id.area:.2f}" if self.unit_id.area else "",
            "owner": "、".join((owners or self.partner_id).mapped("name")),
            "phone": self.partner_id.phone,
            "estate": estate.name,
            "address": estate.address,
            "company": estate.company_id.sudo().name,  # printed for every reader
            "service_phone": estate.phone,
            "developer": estate.sudo().developer_id.name,  # as above
            "day": fields.Date.to_string(self.date),
            "number": self.name,
        }

    def _property_brought_papers(self):
        """What the owner brings along: the papers of the first step."""
        # Printed before the case starts, from the list itself.
        lines = self.document_template_id.sudo().line_ids.sorted()
        first = self.step_ids.sorted("sequence")[:1].code
        return lines.filtered(lambda line: line.tag == first).mapped("name")

    def _property_fee_lines(self):
        """The unit's fees with rate, basis and month's amount (FEE-17, FEE-01).

        :return: list of dicts
        """
        day = self.fee_start_date or self.date
        # The notice tells the owner the rates that the desk does not keep.
        rows = self.unit_id.sudo().assignment_ids.filtered(
            lambda row: not row.date_end or row.date_end >= day
        )
        book = RateBook(rows.env, self.estate_id, rows.item_id)
        bases = dict(
            self.env["property.fee.item"]
            ._fields["basis"]
            ._description_selection(self.env)
        )
        lines = []
        for row in rows.sorted(lambda row: (row.item_id.sequence, row.item_id.id)):
            item = row.item_id
            price = next(
                (
                    float(price)
                    for first, last, price, _key in book.prices(item, self.unit_kind)
                    if first <= day <= last
                ),
                None,
            )
            lines.append(
                {
                    "name": item.name,
                    "price": row.fixed_amount if price is None else price,
                    "basis": bases[item.basis],
                    "quantity": self.unit_id[item.basis]
                    if item.basis in ("area", "inner_area")
                    else row.quantity,
                    "monthly": row._property_monthly_fee(book, day),
                    "legal_basis": item.legal_basis or "",
                    "date_start": max(row.date_start, day),
                }
            )
        return lines

    def _property_household(self):
        """People of the card, and empty rows to fill in by hand (ARC-08)."""
        people = self.person_ids.filtered(lambda row: row.role != "owner")
        return people, range(max(HOUSEHOLD_ROWS - len(people), 0))

    def _property_person_file(self):
        """The owner's person file, its number masked, for who may read it."""
        people = self.env["property.person"]
        if not people.has_access("read"):
            return people
        return people.search([("partner_id", "=", self.partner_id.id)], limit=1)

    def _property_clearance_lines(self):
        """What was cleared, step by step, and by whom (MVO-01).

        :return: list of (step, what was let pass)
        """
        overrides = self.env["property.gate.override"]._property_of(self)
        rows = overrides.get(self.id, self.env["property.gate.override"])
        return [
            (step, rows.filtered(lambda row, code=step.code: row.step == code))
            for step in self.step_ids.sorted("sequence")
        ]
