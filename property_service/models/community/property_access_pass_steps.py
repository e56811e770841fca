from odoo import fields, models
from odoo.exceptions import UserError

# The site must have a permit when its workers come.
SITE_STATES = ("permitted", "in_progress", "acceptance")


class PropertyAccessPass(models.Model):
    """The steps of a pass: issue, extension, return, loss."""

    _inherit = "property.access.pass"

    # === Actions ===

    def action_issue(self):
        """Hand out the cards of one or more applicants (ACC-01, ACC-02)."""
        for record in self:
            record._property_step("draft")
            record._property_check_may_issue()
            record._property_set(
                state="issued",
                name=self.env["ir.sequence"]
                .with_company(record.company_id)
                .next_by_code("property.access.pass"),
                issued_on=fields.Datetime.now(),
                issued_by_id=self.env.uid,
            )
        return True

    def action_return(self):
        """The cards are back at the desk; a lost one that turned up as well."""
        for record in self:
            record._property_step("issued", "lost")
            record._property_close("returned")
        return True

    def action_cancel(self):
        """The application is dropped before a card was handed out."""
        for record in self:
            record._property_step("draft")
            record._property_set(state="cancelled")
        return True

    def action_extend(self):
        """Open the dialog for a later last day of the chosen passes."""
        return self._property_open_wizard("extend", self.env._("Extend passes"))

    def action_lose(self):
        """Open the dialog that reports the chosen passes as lost."""
        return self._property_open_wizard("lose", self.env._("Report as lost"))

    def action_print_cards(self):
        self.check_access("read")
        waiting = self.filtered(lambda record: record.state == "draft")
        if waiting:
            raise UserError(
                self.env._(
                    "Issue the passes first; no card is printed of: %(holders)s.",
                    holders=", ".join(waiting.mapped("holder")),
                )
            )
        return self._property_print("property_service.property_access_pass_report_card")

    def action_print_application(self):
        """房屋装修临时出入证申请表, one a renovation or construction unit (REN-15)."""
        self.check_access("read")
        return self._property_print(
            "property_service.property_access_pass_report_application"
        )

    def _property_print(self, xmlid):
        return self.env["property.print.batch"]._property_print_paper(xmlid, self)

    # === Business methods ===

    def _property_applications(self):
        """The passes that stand on one application form each, in order."""
        by_renovation = self.filtered("renovation_id").grouped("renovation_id")
        others = self.filtered(lambda record: not record.renovation_id)
        by_employer = others.grouped(
            lambda record: (
                record.estate_id,
                record.contractor_id,
                record.company_name,
                record.unit_id,
            )
        )
        return [
            passes.sorted("id")
            for passes in (*by_renovation.values(), *by_employer.values())
        ]

    def _property_extend(self, date_end):
        """A later last day, within the permit.

        :param date date_end: the new last day
        """
        for record in self:
            record._property_step("issued")
            if not date_end or date_end <= record.date_end:
                raise UserError(
                    self.env._(
                        "%(holder)s: the pass is valid until %(day)s already; enter a"
                        " later day.",
                        holder=record.holder,
                        day=record.date_end,
                    )
                )
            record._property_check_site()
            # The constraint compares it with the permit.
            record._property_set(date_end=date_end)

    def _property_lose(self, reason):
        """The card cannot be returned: it is void from now on."""
        if not (reason or "").strip():
            raise UserError(self.env._("Write down how the pass was lost."))
        for record in self:
            record._property_step("issued")
            record._property_close("lost", loss_note=reason.strip())

    def _property_check_may_issue(self):
        """What the desk must have before a card goes out.

        :raise UserError: naming all that is missing
        """
        self.ensure_one()
        self._property_check_permit_dates()
        self._property_check_site()
        kind, gaps = self.kind_id, []
        if kind.needs_photo and not self.photo:
            gaps.append(self.env._("photo"))
        if kind.needs_identity and not self.id_mask:
            gaps.append(self.env._("document number"))
        if kind.needs_identity and not self.id_checked:
            gaps.append(self.env._("original seen"))
        if gaps:
            raise UserError(
                self.env._(
                    "%(holder)s: still missing before the pass is issued: %(gaps)s.",
                    holder=self.holder,
                    gaps=", ".join(gaps),
                )
            )
        if self.date_end < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(holder)s: the pass would be over already (%(day)s).",
                    holder=self.holder,
                    day=self.date_end,
                )
            )

    def _property_check_site(self):
        """Passes for a renovation live only while it has its permit (REN-15)."""
        renovation = self.renovation_id
        if self.kind_id.needs_renovation and not renovation:
            raise UserError(
                self.env._(
                    "%(holder)s: name the renovation that the pass is for.",
                    holder=self.holder,
                )
            )
        if renovation and renovation.state not in SITE_STATES:
            raise UserError(
                self.env._(
                    "%(holder)s: renovation %(renovation)s has no permit in force, so"
                    " no passes are issued for it.",
                    holder=self.holder,
                    renovation=renovation.display_name,
                )
            )

    def _property_close(self, state, **values):
        self._property_set(
            state=state,
            closed_on=fields.Date.context_today(self),
            closed_by_id=self.env.uid,
            **values,
        )

    def _property_open_wizard(self, kind, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "property.access.pass.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_pass_ids": self.ids,
                "dialog_size": "medium",
            },
        }
