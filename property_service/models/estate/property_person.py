from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import identity

REVEAL_GROUP = "property_service.property_service_group_administrator"
ANONYMISE_GROUP = "property_service.property_service_group_supervisor"


class PropertyPerson(models.Model):
    """Restricted personal data of a resident, one file a person (SEC-01).

    The identity number is written here but kept in ``property.person.secret``; reading
    it gives the masked form, searching it compares keyed hashes.
    """

    _name = "property.person"
    _description = "Person File"
    _inherit = ["property.identity.mixin"]
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

    def _property_identity_name(self):
        return self.partner_id.display_name

    def _property_keep_number(self, clear):
        """The clear number, apart from the file; birthday and sex follow from it."""
        super()._property_keep_number(clear)
        # The secret's model is closed to every user.
        secret = self.env["property.person.secret"].sudo()
        secret.search([("person_id", "=", self.id)]).unlink()
        if not clear:
            return
        secret.create({"person_id": self.id, "number": clear})
        if self.id_type == "resident":
            person = self.sudo()  # as the number itself
            person.birthday = person.birthday or identity.birthday(clear)
            person.sex = person.sex or ("male" if int(clear[16]) % 2 else "female")

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
        persons = self.sudo()
        for person in persons:
            persons.env["property.person.secret"].search(
                [("person_id", "=", person.id)]
            ).unlink()
            person.consent_ids.write({"note": False})
            person.partner_id._property_anonymise()
        persons.write(
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
