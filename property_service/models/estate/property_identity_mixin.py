import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import identity

SECRET_KEY = "property_service.person_secret"


class PropertyIdentityMixin(models.AbstractModel):
    """A record that names the identity document of a person (SEC-01).

    The number is written to ``id_number`` and never comes back: reading gives the
    masked form, searching compares keyed hashes. Whether the clear number is kept at
    all is the model's choice in ``_property_keep_number``.
    """

    _name = "property.identity.mixin"
    _description = "Identity Document"

    id_type = fields.Selection(
        selection=[
            ("resident", "Resident identity card"),
            ("passport", "Passport"),
            ("hk_macau", "Hong Kong and Macau permit"),
            ("taiwan", "Taiwan permit"),
            ("foreigner", "Foreigner's permanent residence card"),
            ("other", "Other"),
        ],
        string="Identity document",
        required=True,
        default="resident",
    )
    id_number = fields.Char(
        string="Document number",
        compute="_compute_id_number",
        search="_search_id_number",
        readonly=False,
        help="Shown masked. Search by the whole number finds the person.",
    )
    id_mask = fields.Char(string="Masked number", readonly=True, copy=False)
    id_hash = fields.Char(
        index="btree_not_null", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    # === Computes ===

    @api.depends("id_mask")
    def _compute_id_number(self):
        for record in self:
            record.id_number = record.id_mask

    def _search_id_number(self, operator, value):
        """Exact match only: the hashes of the asked numbers are compared."""
        if operator in ("like", "ilike", "=like", "=ilike"):
            operator, value = "in", [value]
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        numbers = [number for number in map(identity.normalise, value) if number]
        if numbers:
            hashes = [self._property_hash(number) for number in numbers]
            # The hash is closed to all users; only whole numbers get this far.
            found = self.sudo().search([("id_hash", "in", hashes)])
            domain = Domain("id", "in", found.ids)
        if False in value:
            domain |= Domain("id_mask", "=", False)
        return domain

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # The number must not pass through a field: its cache would be read back.
        numbers = [vals.get("id_number") for vals in vals_list]
        records = super().create(
            [
                {key: value for key, value in vals.items() if key != "id_number"}
                for vals in vals_list
            ]
        )
        for record, number in zip(records, numbers, strict=True):
            if number:
                record._property_set_number(number)
        return records

    def write(self, vals):
        if "id_number" not in vals:
            if "id_type" in vals:
                self._property_check_type_change(vals["id_type"])
            return super().write(vals)
        number = vals["id_number"]
        result = super().write({k: v for k, v in vals.items() if k != "id_number"})
        self.check_access("write")
        for record in self:
            # A form that was saved unchanged sends the masked form back.
            if not number or number != record.id_mask:
                record._property_set_number(number)
        return result

    # === Hooks ===

    def _property_identity_name(self):
        """Whose document it is, for messages."""
        return self.display_name

    def _property_keep_number(self, clear):
        """Called with a checked number, or an empty one, before its mask is kept.

        Nothing by default: mask and hash are enough to compare a document with them.
        """

    # === Business methods ===

    @api.model
    def _property_secret(self):
        """Key of the hashes, made once for the database."""
        parameters = self.env["ir.config_parameter"].sudo()  # closed to the desk
        secret = parameters.get_param(SECRET_KEY)
        if not secret:
            secret = secrets.token_hex(32)
            parameters.set_param(SECRET_KEY, secret)
        return secret

    @api.model
    def _property_hash(self, number):
        return identity.keyed_hash(number, self._property_secret())

    def _property_set_number(self, number):
        """Keep, mask and hash a number after checking it; nothing clears it."""
        self.ensure_one()
        clear = identity.normalise(number)
        if "*" in (number or ""):
            raise ValidationError(
                self.env._(
                    "%(person)s: enter the whole document number, not the masked one.",
                    person=self._property_identity_name(),
                )
            )
        self._property_check_number(clear)
        self._property_keep_number(clear)
        record = self.sudo()  # the hash is closed to every user
        record.write(
            {
                "id_mask": identity.mask(clear) if clear else False,
                "id_hash": self._property_hash(clear) if clear else False,
            }
        )

    def _property_check_number(self, clear):
        if clear and self.id_type == "resident":
            if not identity.is_resident_number(clear):
                raise ValidationError(
                    self.env._(
                        "%(person)s: the identity number is not valid (18 characters,"
                        " with a day of birth and a check digit); compare it with the"
                        " card.",
                        person=self._property_identity_name(),
                    )
                )

    def _property_check_type_change(self, id_type):
        """A number entered as passport must stand the check of an identity card."""
        for record in self.filtered("id_mask"):
            if id_type == "resident" and record.id_type != "resident":
                raise ValidationError(
                    self.env._(
                        "%(person)s: enter the number again with the document.",
                        person=record._property_identity_name(),
                    )
                )
