from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

DESK = "property_service.property_service_group_assistant"


class PropertyLedgerStatus(models.Model):
    """Each ledger of each estate: last updated, last confirmed, open today (ARC-11)."""

    _name = "property.ledger.status"
    _description = "Ledger of an Estate"
    _auto = False
    _order = "estate_id, sequence, id"
    _rec_name = "ledger_id"
    _depends = {
        "property.ledger": ["sequence", "active"],
        "property.estate": ["company_id", "active"],
        "property.ledger.confirmation": ["ledger_id", "estate_id", "date"],
    }

    ledger_id = fields.Many2one(comodel_name="property.ledger", readonly=True)
    estate_id = fields.Many2one(comodel_name="property.estate", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    sequence = fields.Integer(readonly=True)
    confirmed_date = fields.Date(string="Last confirmed", readonly=True)
    is_confirmed_today = fields.Boolean(
        string="Confirmed today", compute="_compute_today", search="_search_today"
    )
    record_count = fields.Integer(string="Records", compute="_compute_figures")
    changed_count = fields.Integer(string="Changed today", compute="_compute_figures")
    updated_on = fields.Datetime(string="Last updated", compute="_compute_figures")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT estate.id * 10000 + ledger.id AS id,
                   ledger.id AS ledger_id,
                   estate.id AS estate_id,
                   estate.company_id AS company_id,
                   ledger.sequence AS sequence,
                   (SELECT max(confirmation.date)
                      FROM property_ledger_confirmation confirmation
                     WHERE confirmation.ledger_id = ledger.id
                       AND confirmation.estate_id = estate.id) AS confirmed_date
              FROM property_estate estate
              JOIN property_ledger ledger ON ledger.active
             WHERE estate.active
            """
        )

    @api.depends("confirmed_date")
    def _compute_today(self):
        for status in self:
            status.is_confirmed_today = (
                status.confirmed_date == status._property_today()
            )

    def _search_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("confirmed_date", "=", fields.Date.context_today(self))
        return domain if True in value else ~domain

    @api.depends("ledger_id", "estate_id")
    def _compute_figures(self):
        """Two grouped queries a ledger, for all estates shown."""
        for ledger, rows in self.grouped("ledger_id").items():
            figures = ledger._property_figures(
                rows.estate_id, rows[:1]._property_midnight()
            )
            for status in rows:
                count, changed, last = figures.get(status.estate_id.id, (0, 0, False))
                status.record_count = count
                status.changed_count = changed
                status.updated_on = last

    # === Actions ===

    def action_open(self):
        """The ledger itself, of this estate."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            self.sudo().ledger_id.action  # where the window is found, nothing else
        )
        action.pop("path", None)
        action["domain"] = [("estate_id", "=", self.estate_id.id)]
        return action

    def action_confirm(self):
        """Looked through and up to date; counts for today only, once a day."""
        if not self.env.user.has_group(DESK):
            raise AccessError(
                self.env._("Ledgers are confirmed by the service centre.")
            )
        self.check_access("read")
        open_rows = self.filtered(lambda row: not row.is_confirmed_today)
        if not open_rows:
            raise UserError(
                self.env._("These ledgers are confirmed for today already.")
            )
        # Nobody writes confirmations by hand; the right was checked above.
        self.env["property.ledger.confirmation"].sudo().create(
            [
                {
                    "ledger_id": row.ledger_id.id,
                    "estate_id": row.estate_id.id,
                    "date": row._property_today(),
                    "user_id": self.env.uid,
                    "confirmed_on": fields.Datetime.now(),
                    "record_count": row.record_count,
                    "changed_count": row.changed_count,
                }
                for row in open_rows
            ]
        )
        self.invalidate_recordset()
        return True

    # === Business methods ===

    def _property_today(self):
        return self.estate_id._property_today()

    def _property_midnight(self):
        """The beginning of today where the estate lies, as stored."""
        zone = self.estate_id._property_tz()
        start = zone.localize(datetime.combine(self._property_today(), time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)
