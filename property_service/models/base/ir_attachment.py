from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Written by the server on files that stay the same.
HARMLESS = {"access_token", "index_content"}


class IrAttachment(models.Model):
    """Evidence: files that nobody changes or deletes any more (REN-21, MVI-15)."""

    _inherit = "ir.attachment"

    property_locked = fields.Boolean(
        string="Locked as evidence",
        readonly=True,
        copy=False,
        help="Evidence can neither be changed nor deleted nor moved to another record.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "property_locked": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - HARMLESS:
            if "property_locked" in vals:
                raise UserError(self.env._("Files are locked by the process alone."))
            # As superuser too: fields and discussions write files that way.
            self.filtered(
                lambda file: not file._property_is_same_content(vals)
            )._property_check_not_locked()
        return super().write(vals)

    def unlink(self):
        self._property_check_not_locked()
        return super().unlink()

    def _property_check_not_locked(self):
        # Locked or not does not depend on who may see the file.
        for file in self.sudo():
            if file.property_locked:
                raise UserError(
                    self.env._(
                        "“%(file)s” is evidence and locked: it can neither be changed"
                        " nor deleted. Add another file beside it.",
                        file=file.name,
                    )
                )

    def _property_is_same_content(self, vals):
        """Moving files from one storage to another writes what is in them already."""
        file = self.sudo()  # as in _property_check_not_locked
        return (
            vals.keys() <= {"raw", "mimetype"}
            and vals.get("mimetype", file.mimetype) == file.mimetype
            and self._compute_checksum(vals.get("raw") or b"") == file.checksum
        )

    def _property_lock(self):
        """Make these files evidence, from now on unchangeable for everybody."""
        self._property_set_locked(True)

    def _property_unlock(self):
        """For code of a process that sets evidence aside; never reached from a client.

        :raise UserError: not called by superuser code
        """
        if not self.env.su:
            raise UserError(self.env._("Evidence stays locked."))
        self._property_set_locked(False)

    def _property_set_locked(self, is_locked):
        if not self.ids:
            return
        self.flush_recordset()
        # Past write(), which refuses the field to everybody.
        self.env.cr.execute(
            SQL(
                "UPDATE ir_attachment SET property_locked = %s WHERE id IN %s",
                is_locked,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["property_locked"])
