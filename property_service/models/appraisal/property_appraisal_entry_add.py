from odoo import api, models
from odoo.exceptions import UserError


class PropertyAppraisalEntry(models.Model):
    """Entries that other work brings along, each matter once."""

    _inherit = "property.appraisal.entry"

    # === Business methods ===

    @api.model
    def _property_add(
        self, staff, date, kind, source, points=None, reason=None, estate=None
    ):
        """Propose an entry, once for a person, kind and source.

        :param staff: ``property.staff`` record
        :param date: day on which it happened
        :param kind: code of a rule, or the ``property.appraisal.rule`` itself
        :param source: record that proves it
        :param points: in place of the rule's usual points
        :param reason: what happened; by default the source's name
        :param estate: by default the source's, else the person's first
        :return: the entry, also where it was there before; empty where nobody is to
            answer for it, or managers have switched the rule off
        :raise ValueError: no rule ever had this code
        """
        return self._property_add_all(
            [
                {
                    "staff": staff,
                    "date": date,
                    "kind": kind,
                    "source": source,
                    "points": points,
                    "reason": reason,
                    "estate": estate,
                }
            ]
        )

    @api.model
    def _property_add_all(self, rows):
        """Propose many entries at once; see ``_property_add`` for the keys of a row."""
        rules, wanted = {}, {}
        for row in rows:
            estate = self._property_estate_of(row)
            kind = row["kind"]
            if isinstance(kind, str):
                if (kind, estate) not in rules:
                    rule = self.env["property.appraisal.rule"]
                    rules[kind, estate] = rule._property_of_code(kind, estate)
                kind = rules[kind, estate]
            if not kind or not row["staff"]:
                continue
            if not estate:
                raise UserError(
                    self.env._(
                        "%(staff)s works in no estate, so nobody could appraise it;"
                        " name an estate on the staff card first.",
                        staff=row["staff"].display_name,
                    )
                )
            vals = self._property_prepare(row, kind, estate)
            wanted[self._property_identity(vals, kind.code)] = vals
        found = self._property_known(wanted)
        new = [vals for key, vals in wanted.items() if key not in found]
        # Who finds something out need not be allowed to appraise.
        made = self.sudo().create(new).sudo(False)
        return self.browse(found.values()) | made

    @api.model
    def _property_estate_of(self, row):
        source = row["source"]
        estate = row.get("estate") or self.env["property.estate"]
        if not estate and "estate_id" in source._fields:
            estate = source.estate_id
        # The person may belong to estates that the user does not reach.
        return estate or row["staff"].sudo().estate_ids[:1].sudo(False)

    @api.model
    def _property_prepare(self, row, rule, estate):
        source = row["source"]
        vals = {
            "staff_id": row["staff"].id,
            "estate_id": estate.id,
            "date": row["date"],
            "rule_id": rule.id,
            "reason": row.get("reason") or source.display_name,
            "res_model": source._name,
            "res_id": source.id,
            "source_name": source.display_name,
        }
        if row.get("points") is not None:
            vals["points"] = row["points"]
        return vals

    @api.model
    def _property_identity(self, vals, code):
        return vals["res_model"], vals["res_id"], vals["staff_id"], code

    @api.model
    def _property_known(self, wanted):
        """Numbers of the entries that are there already, by their identity."""
        if not wanted:
            return {}
        models_, ids, staff, codes = (set(part) for part in zip(*wanted, strict=True))
        # Once is once, whoever sees the entry.
        entries = self.sudo().search(
            [
                ("res_model", "in", models_),
                ("res_id", "in", ids),
                ("staff_id", "in", staff),
                ("kind", "in", codes),
                ("reverses_id", "=", False),
            ]
        )
        keys = {
            (entry.res_model, entry.res_id, entry.staff_id.id, entry.kind): entry.id
            for entry in entries
        }
        return {key: number for key, number in keys.items() if key in wanted}
