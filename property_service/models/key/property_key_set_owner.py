from odoo import api, models
from odoo.fields import Command


class PropertyKeySet(models.Model):
    """What the handover calls: keys to the owner and back (KEY-04)."""

    _inherit = "property.key.set"

    @api.model
    def _property_issue_to_owner(
        self, origin, lines, receiver=None, signature=None, partner=None
    ):
        """Give keys and items to the owner, signed.

        :param origin: the record behind it, with ``unit_id`` and ``partner_id``
        :param lines: dicts with ``set_id`` or ``name``, and ``copies``, ``note``
        :param receiver: name of who receives; the owner by default
        :param signature: picture of the signature, base64; without it the list stays
            a draft to sign
        :return: the ``property.key.issue``
        """
        return self._property_make_issue(
            "issue", origin, lines, receiver, signature, partner
        )

    @api.model
    def _property_take_back(
        self, origin, lines, receiver=None, signature=None, partner=None
    ):
        """Take keys and items back from the owner, signed; parameters as above."""
        return self._property_make_issue(
            "take_back", origin, lines, receiver, signature, partner
        )

    @api.model
    def _property_make_issue(self, kind, origin, lines, receiver, signature, partner):
        issue = self.env["property.key.issue"].create(
            {
                "kind": kind,
                "unit_id": origin["unit_id"].id,
                "partner_id": (partner or origin["partner_id"]).id,
                **({"receiver": receiver} if receiver else {}),
                "signature": signature,
                "res_model": origin._name,
                "res_id": origin.id,
                "line_ids": [Command.create(dict(line)) for line in lines],
            }
        )
        if signature:
            issue.action_done()
        return issue

    @api.model
    def _property_register(self, unit, class_code, copies=1, **values):
        """Register a set of a unit's keys, such as those the developer delivers.

        :param str class_code: code of a custody class, such as ``delivery``
        :return: the set
        """
        rules = self.env["property.key.class"]._property_of_code(
            class_code, unit.company_id
        )
        return self.create(
            {
                "unit_id": unit.id,
                "custody_class_id": rules.id,
                "copies": copies,
                **values,
            }
        )
