from odoo import api, fields, models
from odoo.exceptions import AccessError

NAMED = 20  # cases that a message names; the others are counted


class BaseAutomation(models.Model):
    """Notification rules of the service desk, which its manager switches on and off."""

    _inherit = "base.automation"

    property_is_service = fields.Boolean(
        string="Rule of the service desk", readonly=True
    )

    def action_property_switch(self):
        """Switch rules on or off without being the system's administrator.

        :raise AccessError: not a manager, or not a rule of the service desk
        """
        for rule in self:
            if not rule.property_is_service or not self.env.user.has_group(
                "property_service.property_service_group_manager"
            ):
                raise AccessError(
                    self.env._(
                        "Only the manager switches the rules of the service desk, and"
                        " only those."
                    )
                )
            # What a rule does is the administrator's; whether it runs, the manager's.
            rule.sudo().active = not rule.active

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("property_is_service", None)
        return super().create(vals_list)

    def _process(self, records, domain_post=None):
        """Of many cases at once, each person is told once, not once a case.

        A sweep may hand hundreds of cases to a supervisor: a to-do for each of them,
        and one message that counts them.
        """
        if not self.property_is_service or len(records) < 2:
            return super()._process(records, domain_post=domain_post)
        before = self._property_todos(records)
        result = super(
            BaseAutomation, self.with_context(mail_activity_quick_update=True)
        )._process(records, domain_post=domain_post)
        self._property_tell(records, self._property_todos(records) - before)
        return result

    def _property_todos(self, records):
        # To-dos are the persons' own; here they are counted for all.
        return (
            self.env["mail.activity"]
            .sudo()
            .search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        )

    def _property_tell(self, records, todos):
        """One message to each person about the to-dos just made."""
        names = {record.id: record.display_name for record in records}
        for user, own in todos.grouped("user_id").items():
            if not user.partner_id or user == self.env.user:
                continue
            words = self.with_context(lang=user.lang).env
            cases = [names[todo.res_id] for todo in own]
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                model=records._name,
                res_id=own[:1].res_id,
                subject=words._(
                    "%(what)s: %(count)s to-dos", what=own[:1].summary, count=len(own)
                ),
                body=words._(
                    "%(cases)s; all of them are under your activities.",
                    cases=", ".join(cases[:NAMED])
                    + ("…" if len(cases) > NAMED else ""),
                ),
            )
