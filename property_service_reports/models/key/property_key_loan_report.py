from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyKeyLoanReport(models.Model):
    """Loans of keys: out, late, lost; why and to whom (KEY). One row a loan made."""

    _name = "property.key.loan.report"
    _description = "Loans of Keys in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "loan_id"
    _property_source = "loan_id"
    _depends = {
        **UNIT,
        "property.key.set": ["custody_class_id"],
        "property.key.loan": [
            "set_id",
            "unit_id",
            "estate_id",
            "company_id",
            "holder_kind",
            "staff_id",
            "reason_id",
            "state",
            "due_on",
            "lent_on",
            "lent_by_id",
            "returned_on",
            "is_late",
            "copies",
            "copies_returned",
            "copies_lost",
        ],
    }
    _property_ratios = {
        "late_percent": ("late_count", "loan_count"),
        "lost_percent": ("lost_count", "loan_count"),
    }

    loan_id = link("property.key.loan")
    set_id = link("property.key.set", "Set of keys")
    date = fields.Datetime(string="Lent on", readonly=True)
    due_on = fields.Datetime(string="Back by", readonly=True)
    returned_on = fields.Datetime(string="Brought back on", readonly=True)
    state = words("property.key.loan", "state", "Status")
    custody_class_id = link("property.key.class")
    holder_kind = words("property.key.loan", "holder_kind", "Borrower")
    staff_id = link("property.staff", "Staff who borrowed")
    reason_id = link("property.key.reason", "Reason of the loan")
    user_id = link("res.users", "Lent by")
    loan_count = count("Loans")
    out_count = count("Loans out")
    overdue_count = count("Loans overdue")
    late_count = count("Loans late", help="Came back late, or overdue now.")
    lost_count = count("Loans with a loss")
    copies = count("Copies lent out", help="Of all these loans.")
    copies_lost = count("Copies lost")
    hours = average("Hours lent", help="Until it was brought back.")
    late_percent = rate("Late (%)", help="Loans late / loans.")
    lost_percent = rate("Lost (%)", help="Loans with a loss / loans.")

    def _property_implied(self):
        is_out = SQL("%s.state = 'out'", SQL.identifier(self._table))
        return {"out_count": is_out, "overdue_count": is_out}

    def _query(self):
        return SQL(
            """
            SELECT loan.id,
                   loan.id AS loan_id,
                   loan.set_id,
                   %(place)s,
                   loan.estate_id,
                   loan.company_id,
                   loan.lent_on AS date,
                   loan.due_on,
                   loan.returned_on,
                   loan.state,
                   key.custody_class_id,
                   loan.holder_kind,
                   loan.staff_id,
                   loan.reason_id,
                   loan.lent_by_id AS user_id,
                   1 AS loan_count,
                   (loan.state = 'out')::int AS out_count,
                   overdue.is_overdue::int AS overdue_count,
                   (overdue.is_overdue OR loan.is_late IS TRUE)::int AS late_count,
                   (COALESCE(loan.copies_lost, 0) > 0 OR loan.state = 'lost')::int
                       AS lost_count,
                   loan.copies,
                   COALESCE(loan.copies_lost, 0) AS copies_lost,
                   (%(minutes)s) / 60.0 AS hours
              FROM property_key_loan loan
              JOIN property_key_set key ON key.id = loan.set_id
         LEFT JOIN property_unit unit ON unit.id = loan.unit_id
        CROSS JOIN LATERAL (
                   SELECT loan.state = 'out' AND COALESCE(
                       loan.due_on < %(now)s, FALSE) AS is_overdue) overdue
             WHERE loan.state IN ('out', 'returned', 'lost')
            """,
            place=self._property_place_columns(),
            minutes=self._property_minutes("loan.lent_on", "loan.returned_on"),
            now=fields.Datetime.now(),
        )
