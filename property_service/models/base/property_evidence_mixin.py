from odoo import api, models
from odoo.fields import Domain


class PropertyEvidenceMixin(models.AbstractModel):
    """A record that proves that somebody did something, at some time, somewhere.

    Routines and samples count these models only. How to use it::

        class RenovationInspection(models.Model):
            _inherit = ["property.estate.mixin", "property.evidence.mixin"]

            @api.model
            def _property_evidence_fields(self):
                return {
                    **super()._property_evidence_fields(),
                    "person": "inspector_id",
                    "time": "date",
                    "subject": "renovation_id",
                }

            @api.model
            def _property_evidence_domain(self):
                return Domain("state", "=", "done")
    """

    _name = "property.evidence.mixin"
    _description = "Evidence of Routine Work"

    @api.model
    def _property_evidence_fields(self):
        """Names of the fields that say where, who, when, about what, for which point.

        :return: dict with ``estate``, ``person`` (a link to a user, staff member or
            employee), ``time`` (date or datetime), ``subject`` and ``control_point``
            (the last two may be None)
        """
        return {
            "estate": "estate_id",
            "person": "create_uid",
            "time": "create_date",
            "subject": None,
            "control_point": None,
        }

    @api.model
    def _property_evidence_domain(self):
        """What always holds for a record that counts, such as being finished."""
        return Domain.TRUE

    @api.model
    def _property_evidence_waiting(self):
        """Records that somebody has begun, or the server has made, and that are to be
        finished; ``Domain.FALSE`` where each proof is made anew.
        """
        state = self._fields.get("state")
        if state and state.store and "draft" in dict(state._selection or ()):
            return Domain("state", "=", "draft")
        return Domain.FALSE
