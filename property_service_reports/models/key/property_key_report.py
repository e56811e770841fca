from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, words
from ..base.property_place_report_mixin import UNIT


class PropertyKeyReport(models.Model):
    """Keys in custody: where the copies are (KEY, ARC-11). One row a set of keys."""

    _name = "property.key.report"
    _description = "Keys in Custody"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "set_id"
    _property_source = "set_id"
    _depends = {
        **UNIT,
        "property.key.set": [
            "unit_id",
            "estate_id",
            "company_id",
            "state",
            "custody_class_id",
            "cabinet_id",
            "undertaking_state",
            "active",
            "copies",
            "copies_in",
            "copies_out",
            "copies_owner",
            "copies_lost",
        ],
        "property.key.loan": [
            "set_id",
            "state",
            "due_on",
            "copies",
            "copies_returned",
            "copies_lost",
        ],
    }

    set_id = link("property.key.set", "Set of keys")
    date = fields.Datetime(string="Registered on", readonly=True)
    state = words("property.key.set", "state", "Status")
    custody_class_id = link("property.key.class")
    cabinet_id = link("property.key.cabinet")
    undertaking_state = words(
        "property.key.set", "undertaking_state", "Undertaking status"
    )
    active = fields.Boolean(readonly=True)
    set_count = count("Sets of keys")
    copies = count("Copies")
    copies_in = count("Copies in the cabinet")
    copies_out = count("Copies lent")
    copies_overdue = count("Copies overdue", help="Lent, and to be back before now.")
    copies_owner = count("Copies with the owner")
    copies_lost = count("Copies lost")

    def _query(self):
        return SQL(
            """
            SELECT key.id,
                   key.id AS set_id,
                   %(place)s,
                   key.estate_id,
                   key.company_id,
                   key.create_date AS date,
                   key.state,
                   key.custody_class_id,
                   key.cabinet_id,
                   key.undertaking_state,
                   key.active,
                   1 AS set_count,
                   COALESCE(key.copies, 0) AS copies,
                   COALESCE(key.copies_in, 0) AS copies_in,
                   COALESCE(key.copies_out, 0) AS copies_out,
                   COALESCE(overdue.copies, 0) AS copies_overdue,
                   COALESCE(key.copies_owner, 0) AS copies_owner,
                   COALESCE(key.copies_lost, 0) AS copies_lost
              FROM property_key_set key
         LEFT JOIN property_unit unit ON unit.id = key.unit_id
         LEFT JOIN (
                   SELECT set_id,
                          SUM(copies - COALESCE(copies_returned, 0)
                              - COALESCE(copies_lost, 0)) AS copies
                     FROM property_key_loan
                    WHERE state = 'out' AND due_on < %(now)s
                 GROUP BY set_id) overdue ON overdue.set_id = key.id
            """,
            place=self._property_place_columns(),
            now=fields.Datetime.now(),
        )
