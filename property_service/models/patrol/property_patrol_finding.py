from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html


class PropertyPatrolFinding(models.Model):
    """Something not in order, and what is done about it (PAT-02..PAT-05).

    A finding becomes a request of its department at once; a violation dealt with on
    the spot is recorded with the measures taken.
    """

    _name = "property.patrol.finding"
    _description = "Patrol Finding"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "mail.thread",
    ]
    _order = "found_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What is not in order", required=True)
    kind_id = fields.Many2one(
        comodel_name="property.patrol.finding.kind",
        string="Who puts it right",
        required=True,
        index=True,
        ondelete="restrict",
    )
    request_kind = fields.Selection(related="kind_id.request_kind")
    is_external = fields.Boolean(
        string="For an outside unit", related="kind_id.is_external"
    )
    round_id = fields.Many2one(
        comodel_name="property.patrol.round",
        string="Found on round",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    check_id = fields.Many2one(
        comodel_name="property.patrol.check",
        string="Found at",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('round_id', '=', round_id)]",
    )
    line_id = fields.Many2one(
        comodel_name="property.checklist.line",
        string="Checked item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    point_id = fields.Many2one(
        related="check_id.point_id", store=True, index="btree_not_null"
    )
    equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        compute="_compute_equipment_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
    )
    place = fields.Char()
    found_on = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Found by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_patrol_finding_photo_rel",
        column1="finding_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Outside unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    contacted_on = fields.Datetime(string="Outside unit told on", readonly=True)
    measures = fields.Text(
        string="Measures taken", help="What was done about it at once (PAT-05)."
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ticket_result = fields.Text(
        string="Result of the request", related="ticket_id.property_result"
    )
    settled_on = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        selection=[("open", "To be put right"), ("settled", "Put right")],
        compute="_compute_state",
        store=True,
        index=True,
    )

    # === Computes ===

    @api.depends("settled_on", "ticket_id.closed")
    def _compute_state(self):
        for finding in self:
            is_settled = finding.settled_on or finding.ticket_id.closed
            finding.state = "settled" if is_settled else "open"

    @api.depends("check_id")
    def _compute_equipment_id(self):
        for finding in self:
            finding.equipment_id = finding.check_id.equipment_id or finding.equipment_id

    # === Constraints ===

    @api.constrains("estate_id", "round_id", "check_id", "equipment_id")
    def _check_estate(self):
        for finding in self:
            estates = finding.round_id.estate_id | finding.check_id.estate_id
            estates |= finding.equipment_id.property_estate_id
            finding.estate_id._property_patrol_same(estates, finding)
            if finding.check_id and finding.check_id.round_id != finding.round_id:
                raise ValidationError(
                    self.env._(
                        "%(finding)s: the point belongs to another round.",
                        finding=finding.name,
                    )
                )

    @api.constrains("kind_id", "measures")
    def _check_measures(self):
        for finding in self:
            if not finding.kind_id.request_kind and not finding.measures:
                raise ValidationError(
                    self.env._(
                        "%(finding)s: write down what was done about it on the spot.",
                        finding=finding.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        findings = super().create([self._property_complete(v) for v in vals_list])
        findings._property_follow_up()
        return findings

    def write(self, vals):
        fixed = {"name", "kind_id", "round_id", "check_id", "estate_id", "equipment_id"}
        if not self.env.su and fixed & vals.keys():
            raise UserError(
                self.env._("A finding stays as found; say more in its measures.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Findings stay on record; say what was done."))

    def _property_step_fields(self):
        return {
            *("state", "line_id", "ticket_id", "settled_on", "found_on", "user_id"),
            "contacted_on",
        }

    # === Actions ===

    def action_contacted(self):
        """The outside unit has been told (PAT-05)."""
        self.check_access("write")
        for finding in self:
            if not finding.partner_id:
                raise UserError(
                    self.env._(
                        "%(finding)s: choose the outside unit first.",
                        finding=finding.name,
                    )
                )
            if not finding.contacted_on:
                finding._property_set(contacted_on=fields.Datetime.now())
        return True

    def action_open_ticket(self):
        self.ensure_one()
        return self.ticket_id.get_formview_action()

    # === Business methods ===

    def _property_state_text(self):
        """The status in words, for paper."""
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.model
    def _property_complete(self, vals):
        """The estate is the round's, the place the point's."""
        patrol = self.env["property.patrol.round"].browse(vals.get("round_id") or [])
        check = self.env["property.patrol.check"].browse(vals.get("check_id") or [])
        vals = dict(vals)
        if check and not patrol:
            patrol = check.round_id
            vals["round_id"] = patrol.id
        if patrol:
            vals["estate_id"] = patrol.estate_id.id
        if check and not vals.get("place"):
            parts = (check.point_id.building_id.name, check.point_id.name, check.place)
            vals["place"] = " ".join(part for part in parts if part)
        return vals

    @api.model
    def _property_of_lines(self, check, lines):
        """Findings of the items that were not in order, with their photos."""
        kinds = {
            kind.code: kind
            for kind in self.env["property.patrol.finding.kind"].search([])
        }
        usual = self.env.ref("property_service.patrol_finding_kind_engineering")
        for line in lines:
            kind = kinds.get(line.tag)
            if not kind or not kind.request_kind:
                kind = usual
            note = (line.note or "").strip()
            finding = self.create(
                {
                    "name": f"{line.name}：{note}" if note else line.name,
                    "kind_id": kind.id,
                    "check_id": check.id,
                }
            )
            finding._property_set(line_id=line.id)
            finding._property_take_photos(line)

    def _property_take_photos(self, line):
        """Copies of the item's photos: its own are locked with the checklist."""
        # Who walks a round need not be of the desk that gets the request.
        for photo in line.sudo().photo_ids:
            for record in (self, self.ticket_id):
                photo.copy({"res_model": record._name, "res_id": record.id})

    def _property_follow_up(self):
        """A request of the department, or nothing more where it is dealt with."""
        # Who walks a round need not be of the desk that gets the request.
        for finding in self.sudo():
            if finding.kind_id.request_kind:
                ticket = finding.ticket_id.create(finding._property_ticket_values())
                finding._property_set(ticket_id=ticket.id)
                for photo in finding.photo_ids:
                    photo.copy({"res_model": ticket._name, "res_id": ticket.id})
            else:
                finding._property_set(settled_on=finding.found_on)
            finding._property_lock_files("photo_ids")

    def _property_ticket_values(self):
        self.ensure_one()
        words = [self.name, self.place, self.round_id.display_name, self.measures]
        return {
            "name": self.name[:80],
            "description": plaintext2html("\n".join(word for word in words if word)),
            "property_estate_id": self.estate_id.id,
            "property_building_id": self.point_id.building_id.id,
            "property_place": self.place,
            "property_kind": self.kind_id.request_kind,
            "category_id": self.kind_id.category_id.id,
            "channel_id": self.env.ref(
                "property_service.helpdesk_ticket_channel_patrol"
            ).id,
            "property_equipment_id": self.equipment_id.id,
        }
