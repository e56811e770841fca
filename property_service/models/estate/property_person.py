import secrets

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import identity

SECRET_KEY = "property_service.person_secret"
REVEAL_GROUP = "property_service.property_service_group_administrator"
ANONYMISE_GROUP = "property_service.property_service_group_supervisor"


class PropertyPerson(models.Model):
    """Restricted personal data of a resident, one file a person (SEC-01).

    The identity number is written here but kept in ``property.person.secret``; reading
    it gives the masked form, searching it compares keyed hashes.
    """

    _name = "property.person"
    _description = "Person File"
    _order = "partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_ids = fields.Many2many(related="partner_id.property_estate_ids")
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
    birthday = fields.Date()
    sex = fields.Selection(selection=[("male", "Male"), ("female", "Female")])
    hobbies = fields.Char()
    health_note = fields.Text(
        string="Health", help="Only with separate consent (PIPL §29)."
    )
    household_note = fields.Text(string="Household")
    emergency_name = fields.Char(string="Emergency contact")
    emergency_phone = fields.Char()
    consent_ids = fields.One2many(
        comodel_name="property.consent", inverse_name="person_id"
    )
    retention_date = fields.Date(
        compute="_compute_retention_date",
        store=True,
        index="btree_not_null",
        help="From this day the file is to be made anonymous; empty while the person"
        " holds a unit.",
    )
    anonymised_on = fields.Date(readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _partner_uniq = models.Constraint(
        "UNIQUE(partner_id)", "This person has a file already."
    )

    # === Computes ===

    @api.depends("id_mask")
    def _compute_id_number(self):
        for person in self:
            person.id_number = person.id_mask

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

    @api.depends(
        "anonymised_on",
        "partner_id.property_occupancy_ids.date_end",
        "partner_id.property_occupancy_ids.role",
    )
    def _compute_retention_date(self):
        for person in self:
            rows = person.partner_id.property_occupancy_ids
            if person.anonymised_on or not rows or not all(rows.mapped("date_end")):
                person.retention_date = False
                continue
            person.retention_date = max(
                row.date_end
                + relativedelta(
                    months=row.estate_id._property_parameter(
                        f"estate.retention_{row.role}"
                    )
                )
                for row in rows
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # The number must not pass through a field: its cache would be read back.
        numbers = [vals.get("id_number") for vals in vals_list]
        persons = super().create(
            [
                {key: value for key, value in vals.items() if key != "id_number"}
                for vals in vals_list
            ]
        )
        for person, number in zip(persons, numbers, strict=True):
            if number:
                person._property_set_number(number)
        return persons

    def write(self, vals):
        if "id_number" not in vals:
            if "id_type" in vals:
                self._property_check_type_change(vals["id_type"])
            return super().write(vals)
        number = vals["id_number"]
        result = super().write({k: v for k, v in vals.items() if k != "id_number"})
        self.check_access("write")
        for person in self:
            # A form that was saved unchanged sends the masked form back.
            if not number or number != person.id_mask:
                person._property_set_number(number)
        return result

    # === Actions ===

    def action_reveal(self, reason):
        """The clear number, for a reason that goes into the access log (SEC-01)."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(REVEAL_GROUP):
            raise AccessError(
                self.env._(
                    "Identity numbers are shown to service administrators and above;"
                    " compare a document by searching for its number."
                )
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for seeing the number."))
        # Closed to every user, so that this is the only way to it.
        secret = self.env["property.person.secret"].sudo()
        number = secret.search([("person_id", "=", self.id)]).number
        if not number:
            raise UserError(self.env._("No identity number is on file."))
        self.env["property.access.log"]._property_log("reveal", self, reason.strip())
        return number

    def action_anonymise(self, reason):
        """Erase what identifies the person; the ledger keeps a nameless partner."""
        self.check_access("write")
        if not self.env.user.has_group(ANONYMISE_GROUP):
            raise AccessError(self.env._("Only supervisors make files anonymous."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for making it anonymous."))
        for person in self:
            person._property_check_may_anonymise()
        self._property_anonymise()
        self.env["property.access.log"]._property_log("anonymise", self, reason.strip())

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
                    person=self.partner_id.display_name,
                )
            )
        self._property_check_number(clear)
        # The secret's model and the hash are closed to every user.
        person = self.sudo()
        secret = self.env["property.person.secret"].sudo()
        secret.search([("person_id", "=", self.id)]).unlink()
        if not clear:
            person.write({"id_mask": False, "id_hash": False})
            return
        secret.create({"person_id": self.id, "number": clear})
        person.write(
            {"id_mask": identity.mask(clear), "id_hash": self._property_hash(clear)}
        )
        if self.id_type == "resident":
            person.birthday = person.birthday or identity.birthday(clear)
            person.sex = person.sex or ("male" if int(clear[16]) % 2 else "female")

    def _property_check_number(self, clear):
        if clear and self.id_type == "resident":
            if not identity.is_resident_number(clear):
                raise ValidationError(
                    self.env._(
                        "%(person)s: the identity number is not valid (18 characters,"
                        " with a day of birth and a check digit); compare it with the"
                        " card.",
                        person=self.partner_id.display_name,
                    )
                )

    def _property_check_type_change(self, id_type):
        """A number entered as passport must stand the check of an identity card."""
        for person in self.filtered("id_mask"):
            if id_type == "resident" and person.id_type != "resident":
                raise ValidationError(
                    self.env._(
                        "%(person)s: enter the number again with the document.",
                        person=person.partner_id.display_name,
                    )
                )

    def _property_check_may_anonymise(self):
        today = fields.Date.context_today(self)
        # Rows in estates that the user does not see forbid it just as well.
        rows = self.sudo().partner_id.property_occupancy_ids
        if any(not row.date_end or row.date_end >= today for row in rows):
            raise UserError(
                self.env._(
                    "%(person)s still holds a unit; end the occupancy first.",
                    person=self.partner_id.display_name,
                )
            )
        if self.retention_date and self.retention_date > today:
            raise UserError(
                self.env._(
                    "%(person)s: the file is to be kept until %(day)s.",
                    person=self.partner_id.display_name,
                    day=self.retention_date,
                )
            )

    def _property_anonymise(self):
        # Reaches the closed model, chatter and logins that the desk may not touch.
        for person in self.sudo():
            self.env["property.person.secret"].sudo().search(
                [("person_id", "=", person.id)]
            ).unlink()
            person.consent_ids.write({"note": False})
            person.partner_id._property_anonymise()
        self.sudo().write(
            {
                "id_mask": False,
                "id_hash": False,
                "birthday": False,
                "sex": False,
                "hobbies": False,
                "health_note": False,
                "household_note": False,
                "emergency_name": False,
                "emergency_phone": False,
                "anonymised_on": fields.Date.context_today(self),
                "active": False,
            }
        )
