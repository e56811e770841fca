import ast

from odoo import api, models
from odoo.fields import Domain

from .property_population_mixin import PLACEHOLDERS


class PropertyRoutinePeriod(models.Model):
    """One click from what is due to where it is done."""

    _inherit = "property.routine.period"

    def action_do(self):
        """Open the records that wait for it, else a new proof.

        A population comes first: its records are what is still to do.
        """
        self.ensure_one()
        routine = self.routine_id.sudo()  # the rule is read for who cannot open it
        if routine.population_model:
            return self.action_open_missing()
        proofs = self.env[routine.evidence_model]
        waiting = proofs.search(self._property_waiting_domain(proofs))
        if len(waiting) == 1:
            return waiting.get_formview_action()
        if waiting:
            return self._property_list_action(proofs._name, waiting.ids)
        if proofs.has_access("create"):
            return self._property_new_action(proofs)
        return self.action_open_proofs()

    @api.model
    def property_desk_line(self):
        """What the desk's line shows: how much is due today, and how much at risk.

        :return: dict with ``due`` and ``at_risk``, numbers of periods
        """
        today = self.env.user._property_today()
        mine = self.search(
            [("state", "=", "open"), ("is_mine", "=", True), ("date_due", "<=", today)]
        ).filtered("lacking_now")
        return {"due": len(mine), "at_risk": len(mine.filtered("is_at_risk"))}

    def _property_waiting_domain(self, proofs):
        routine = self.routine_id.sudo()  # as above
        estate = proofs._property_evidence_fields()["estate"]
        bounds = routine._property_bounds(
            self.estate_id, self.date_start, self.date_due
        )
        return (
            Domain(estate, "=", self.estate_id.id)
            & proofs._property_evidence_waiting()
            & routine._property_parse_domain(routine.evidence_domain, proofs, bounds)
        )

    def _property_new_action(self, proofs):
        return {
            "type": "ir.actions.act_window",
            "name": self.routine_id.name,
            "res_model": proofs._name,
            "views": [(False, "form")],
            "context": self._property_proof_defaults(proofs),
        }

    def _property_proof_defaults(self, proofs):
        """What the rule says of its proofs, as defaults of a new one."""
        routine = self.routine_id.sudo()  # as above
        estate = proofs._property_evidence_fields()["estate"]
        defaults = {}
        point = proofs._property_evidence_fields()["control_point"]
        if point and "." not in point:
            defaults[f"default_{point}"] = routine.control_point_id.id
        if proofs._name == "property.routine.note":
            defaults["default_routine_id"] = routine.id
        if proofs._fields[estate].type == "many2one" and "." not in estate:
            defaults[f"default_{estate}"] = self.estate_id.id
        for leaf in ast.literal_eval(routine.evidence_domain.strip() or "[]"):
            if isinstance(leaf, str) or leaf[1] not in ("=", "in"):
                continue
            path, operator, value = leaf
            value = value[0] if operator == "in" else value
            if value in PLACEHOLDERS:
                continue
            name, _dot, rest = path.partition(".")
            if rest and "." not in rest:
                # Such as kind_id.code: the record that has the code.
                link = self.env[proofs._fields[name].comodel_name]
                value = link.search([(rest, "=", value)], limit=1).id
            if value and "." not in rest:
                defaults[f"default_{name}"] = value
        return defaults
