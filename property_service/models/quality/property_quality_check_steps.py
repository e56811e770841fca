from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyQualityCheck(models.Model):
    """Filled in on the spot, done, published (QA-02, QA-05, QA-12)."""

    _inherit = "property.quality.check"

    # === Actions ===

    def action_all_ok(self):
        """One tap for what nobody has found wrong."""
        self.ensure_one()
        self._property_step("draft")
        self.checklist_id.line_ids.action_answer_ok()
        return True

    def action_done(self):
        """Close the check; what failed becomes non-conformities (QA-05)."""
        for check in self:
            check._property_step("draft")
            check._property_check_done()
            check._property_set(score=check._property_score())
            check.checklist_id._property_close()
            check._property_lock_files("photo_ids")
            check._property_set(state="done", done_on=fields.Datetime.now())
        return True

    def action_record_nonconformity(self):
        """A non-conformity that no item of the list asks for."""
        self.ensure_one()
        staff = self.staff_ids if len(self.staff_ids) == 1 else self.staff_ids[:0]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Non-conformity"),
            "res_model": "property.quality.nonconformity",
            "view_mode": "form",
            "context": {
                "default_check_id": self.id,
                "default_estate_id": self.estate_id.id,
                "default_staff_id": staff.id,
                "default_place": self.place,
            },
        }

    def action_open_nonconformities(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_quality_nonconformity_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("check_id", "=", self.id)],
            "context": {
                "default_check_id": self.id,
                "default_estate_id": self.estate_id.id,
            },
        }

    def action_confirm_nonconformities(self):
        """All of this check at once, where each names who is responsible."""
        self.nonconformity_ids.filtered(
            lambda row: row.state == "draft"
        ).action_confirm()
        return True

    def action_publish(self):
        """The result of the check to all staff (QA-12)."""
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("A supervisor publishes results."))
        for check in self:
            check._property_step("done")
            if check.published_on:
                raise UserError(
                    self.env._(
                        "%(check)s is published already.", check=check.display_name
                    )
                )
            check._property_publish()
        return True

    def action_print(self):
        """质量检查记录 (QA-05)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_quality_check_report", self
        )

    # === Checklist ===

    def _property_on_checklist_closed(self, checklist):
        failed = checklist.line_ids.filtered(lambda line: line.result == "fail")
        self.env["property.quality.nonconformity"]._property_of_lines(self, failed)

    # === Business methods ===

    def _property_method_text(self):
        """The method in words, for paper."""
        self.ensure_one()
        methods = dict(self._fields["method"]._description_selection(self.env))
        return methods.get(self.method, "")

    def _property_check_done(self):
        """By the checker, and a check of people names them."""
        self.ensure_one()
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "%(check)s is closed by its checker, %(user)s.",
                    check=self.display_name,
                    user=self.user_id.name,
                )
            )
        if self.needs_staff and not self.staff_ids:
            raise UserError(
                self.env._(
                    "%(check)s: name the checked staff first.", check=self.display_name
                )
            )

    def _property_score(self):
        """Points reached in percent: each item alike, measured ones by their points.

        An item that does not apply counts for nothing (QA-01).
        """
        self.ensure_one()
        shares = [
            line._property_share()
            for line in self.checklist_id.line_ids
            if line.answer_type in ("pass_fail", "confirm", "measure")
            and line.result in ("ok", "fail")
        ]
        return 100.0 * sum(shares) / len(shares) if shares else 0.0

    def _property_publish(self):
        self.ensure_one()
        estate = self.estate_id
        words = [self.display_name]
        if estate._property_parameter("quality.publish_names"):
            words.append(", ".join(self.staff_ids.mapped("name")))
        words.append(self.env._("Points reached: %(score).1f %%", score=self.score))
        words += self.nonconformity_ids.filtered(
            lambda row: row.state != "dropped"
        ).mapped("finding")
        words += [self.conclusion, self.demand]
        self.env["property.staff.notice"]._property_publish(
            estate,
            self.env._("Result of a quality check"),
            "\n".join(word for word in words if word),
            source=self,
        )
        self._property_set(published_on=fields.Datetime.now())
