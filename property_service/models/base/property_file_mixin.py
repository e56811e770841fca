from odoo import api, fields, models
from odoo.exceptions import UserError

EVIDENCE_TYPES = ("image/", "video/", "application/pdf")


class PropertyFileMixin(models.AbstractModel):
    """A record with photos of its own, which a step may make evidence (REN-21, PAT-05).

    How to use it::

        class Finding(models.Model):
            _inherit = ["property.file.mixin"]

            photo_ids = fields.Many2many(comodel_name="ir.attachment")

            def action_done(self):
                self._property_lock_files("photo_ids")
    """

    _name = "property.file.mixin"
    _description = "Record with Files of Its Own"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for name in self._property_file_fields():
            records._property_own_files(name)
        return records

    def write(self, vals):
        names = self._property_file_fields() & vals.keys()
        for name in names:
            self._property_check_locked_files(vals[name], name)
        result = super().write(vals)
        for name in names:
            self._property_own_files(name)
        return result

    # === Hooks ===

    def _property_file_fields(self):
        """Names of the fields with files of this record's own."""
        return {"photo_ids"}

    # === Business methods ===

    def _property_own_files(self, name):
        """Make files just uploaded this record's own, and borrow none of others.

        :raise UserError: a file of another record, or no photo
        """
        for record in self:
            # A colleague's photo of this record counts as well.
            for file in record.sudo()[name]:
                is_new = file.res_model in (False, self._name) and not file.res_id
                if is_new and (self.env.su or file.create_uid == self.env.user):
                    file.write({"res_model": self._name, "res_id": record.id})
                is_own = file.res_model == self._name and file.res_id == record.id
                if not is_own or not (file.mimetype or "").startswith(EVIDENCE_TYPES):
                    raise UserError(
                        self.env._(
                            "%(document)s: “%(file)s” is not a photo, film or PDF"
                            " uploaded here.",
                            document=record.display_name,
                            file=file.name,
                        )
                    )

    def _property_lock_files(self, name):
        """From now on these files are evidence (REN-21)."""
        # Whoever takes the step; the files are the record's own.
        self.sudo()[name]._property_lock()

    def _property_check_locked_files(self, commands, name):
        """Evidence is added to, never taken away."""
        for record in self:
            # Locked files count, whoever may open them.
            locked = record.sudo()[name].filtered("property_locked")
            if locked - record._property_files_after(commands, name):
                raise UserError(
                    self.env._(
                        "%(document)s: photos that are evidence stay; add others"
                        " beside them.",
                        document=record.display_name,
                    )
                )

    def _property_files_after(self, commands, name):
        """The files that a list of commands, or a recordset, would leave."""
        # As above.
        files = self.sudo()[name]
        for command in commands or []:
            number, file_id, values = (*command, None, None)[:3]
            if number == fields.Command.SET:
                files = files.browse(values)
            elif number == fields.Command.CLEAR:
                files = files.browse()
            elif number in (fields.Command.DELETE, fields.Command.UNLINK):
                files -= files.browse(file_id)
        return files
