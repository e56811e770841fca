import base64
import io
import secrets

import qrcode

from odoo import api, fields, models
from odoo.tools.image import image_data_uri

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyPatrolPoint(models.Model):
    """A place that patrols look at: a lobby, a pump room, a flower bed (PAT-01).

    Its label carries a code that nobody can guess: who scans it has been there.
    """

    _name = "property.patrol.point"
    _description = "Patrol Point"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    building_id = fields.Many2one(
        comodel_name="property.building",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=', estate_id)]",
    )
    place = fields.Char(help="Where to find it, such as a floor or a corridor.")
    template_id = fields.Many2one(
        comodel_name="property.checklist.template",
        string="Items to check",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind_id.code', '=', 'patrol_point')]",
        default=lambda self: self._default_template_id(),
    )
    equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
        help="Findings here count as its failures (PAT-12).",
    )
    code = fields.Char(
        string="Code on the label",
        readonly=True,
        copy=False,
        groups=SUPERVISOR,
        default=lambda self: self._default_code(),
    )
    stop_ids = fields.One2many(
        comodel_name="property.patrol.stop", inverse_name="point_id"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
    _name_uniq = models.Constraint(
        "UNIQUE(estate_id, name)", "This estate has a point with this name already."
    )

    # === Defaults ===

    @api.model
    def _default_template_id(self):
        return self.env.ref(
            "property_service.checklist_template_patrol_public",
            raise_if_not_found=False,
        )

    @api.model
    def _default_code(self):
        return secrets.token_hex(6)

    # === Constraints ===

    @api.constrains("estate_id", "building_id", "equipment_id")
    def _check_estate(self):
        for point in self:
            estates = point.building_id.estate_id
            estates |= point.equipment_id.property_estate_id
            point.estate_id._property_patrol_same(estates, point)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # The server makes the codes: a chosen one could be guessed.
        return super().create(
            [{**vals, "code": self._default_code()} for vals in vals_list]
        )

    # === Actions ===

    def action_print_labels(self):
        """A sheet of labels for the points chosen."""
        # The list of printouts is not the desk's to read.
        report = self.env.ref("property_service.property_patrol_label_report").sudo()
        return report.report_action(self, config=False)

    def action_new_code(self):
        """Another code, when a label was copied or lost; the old one is void."""
        self.check_access("write")
        for point in self:
            point.sudo().code = self._default_code()  # readonly to everybody
        return True

    # === Business methods ===

    @api.model
    def _property_of_label(self, text):
        """The point whose label says this: the address in the code, or the code.

        :return: the point, if the user reaches its estate, or nothing
        """
        code = str(text or "").strip().rstrip("/").rsplit("/", 1)[-1].lower()
        if not code:
            return self.browse()
        # Who patrols may not list the codes; what is found is read by the rules.
        point = self.sudo().search([("code", "=", code)])
        return self.search([("id", "in", point.ids)])

    def _property_label_image(self):
        """The QR code as picture for the label sheet."""
        self.ensure_one()
        code = qrcode.QRCode(box_size=4, border=1)
        code.add_data(f"{self.get_base_url()}/property/patrol/{self.code}")
        with io.BytesIO() as stream:
            code.make_image().save(stream, format="PNG")
            return image_data_uri(base64.b64encode(stream.getvalue()))

    def _property_label_rows(self, width=3):
        """The points in rows of labels, for the sheet."""
        points = list(self)
        return [points[i : i + width] for i in range(0, len(points), width)]
