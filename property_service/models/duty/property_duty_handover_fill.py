from odoo import api, fields, models
from odoo.fields import Domain


class PropertyDutyHandover(models.Model):
    """What a handover holds before anybody writes a word (DUT-13, 15, 21; KEY-06)."""

    _inherit = "property.duty.handover"

    @api.model
    def _property_make(self, log_out, log_in):
        """The handover between two logs, filled in; the caller has locked the first."""
        # Handovers follow from logs; nobody creates one by hand.
        handovers = self.sudo()
        handover = handovers.search([("log_out_id", "=", log_out.id)], limit=1)
        if not handover:
            sequences = handovers.env["ir.sequence"].with_company(log_out.company_id)
            handover = handovers.create(
                {
                    "name": sequences.next_by_code("property.duty.handover"),
                    "log_out_id": log_out.id,
                    "log_in_id": log_in.id,
                }
            )
            handover._property_start_lists()
            handover._property_fill()
            (log_out | log_in).invalidate_recordset(
                ["handover_in_id", "handover_out_id"]
            )
        return handover.sudo(self.env.su)

    def _property_start_lists(self):
        templates = self.env["property.checklist.template"]
        estate, log = self.estate_id, self.log_out_id
        kind = "duty_prepare_late" if log.is_late else "duty_prepare"
        prepare = templates._property_for(kind, estate)._property_start(self)
        takeover = templates._property_for("duty_takeover", estate)
        self.write(
            {
                "prepare_checklist_id": prepare.id,
                "takeover_checklist_id": takeover._property_start(self).id,
            }
        )
        self.log_in_id._property_make_preshift()

    def _property_fill(self):
        """Bring lists of matters, items and cash up to date; twice changes nothing."""
        self.ensure_one()
        self._property_fill_matters()
        self._property_fill_counts()
        self._property_fill_cash()

    def _property_fill_matters(self):
        """What is open now, whatever the role of who looks may read."""
        rows = {}
        for entry in self.env["property.duty.log.entry"].search(
            [("carried_log_id", "=", self.log_out_id.id), ("state", "=", "pending")]
        ):
            rows[entry._name, entry.id] = {
                "kind": "entry",
                "entry_id": entry.id,
                "name": entry.text,
                "since": entry.time,
                "is_major": entry.is_major,
                "owner_id": entry.owner_id.id,
            }
        for kind, model, estate, time, domain in self.env[
            "property.duty.handover.matter"
        ]._property_sources(self):
            domain &= Domain(estate, "=", self.estate_id.id)
            for record in self.env[model].search(domain, order=f"{time}, id"):
                rows[model, record.id] = {
                    "kind": kind,
                    "name": record.display_name,
                    "since": record[time],
                    "is_major": kind == "request"
                    and (
                        record.property_is_urgent or record.property_severity == "major"
                    ),
                }
                if kind == "incident" and record.day_owner_id:
                    owner = self.env["property.staff"]._property_of_user(
                        record.day_owner_id
                    )
                    rows[model, record.id]["owner_id"] = owner.id
        known = {(row.res_model, row.res_id): row for row in self.matter_ids}
        gone = self.matter_ids.filtered(
            lambda row: (row.res_model, row.res_id) not in rows
        )
        gone.unlink()
        self.env["property.duty.handover.matter"].create(
            [
                {
                    **values,
                    "handover_id": self.id,
                    "res_model": model,
                    "res_id": res_id,
                }
                for (model, res_id), values in rows.items()
                if (model, res_id) not in known
            ]
        )

    def _property_fill_counts(self):
        counts = self.count_ids.grouped("item_id")
        vals_list = []
        for item in self.post_id.item_ids:
            expected = item._property_expected()
            if item not in counts:
                vals_list.append(
                    {
                        "handover_id": self.id,
                        "item_id": item.id,
                        "sequence": item.sequence,
                        "name": item.name,
                        "expected": expected,
                    }
                )
            elif counts[item].expected != expected:
                counts[item].expected = expected
        self.env["property.duty.handover.count"].create(vals_list)

    def _property_fill_cash(self):
        """Cash by the books now, as the day close of the till reads it."""
        journal = self.post_id.till_journal_id
        self.has_till = bool(journal)
        if journal:
            day = self.env["property.cash.close"].new(
                {
                    "estate_id": self.estate_id.id,
                    "journal_id": journal.id,
                    "date": fields.Date.context_today(self),
                }
            )
            day._property_read_books()
            self.cash_expected = day.amount_booked
