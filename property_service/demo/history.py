"""A customer profile of the demo company: needs, and a matter that returns."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

# Days ago, and what the household said each time.
LEAK = [
    (64, "厨房水管接头渗水"),
    (31, "厨房水管接头又渗水"),
    (6, "厨房水管还是渗水，柜子泡坏了"),
]
REASON = "办理装修出入证，核对业主身份证件"
TAGS = ("preference_elderly", "preference_call_before")


def enliven(env, estate):
    """A household whose kitchen leaks again and again, and what it likes."""
    home = env["property.occupancy"].search(
        [
            ("estate_id", "=", estate.id),
            ("role", "=", "owner"),
            ("unit_id.kind", "=", "home"),
            ("date_end", "=", False),
        ],
        order="unit_id, id",
        limit=1,
    )
    unit, owner = home.unit_id, home.partner_id
    owner.property_preference_ids = [
        Command.link(env.ref(f"property_service.{tag}").id) for tag in TAGS
    ]
    now = fields.Datetime.now()
    env["helpdesk.ticket"].create(
        [
            {
                "name": words,
                "property_kind": "repair",
                "property_unit_id": unit.id,
                "partner_id": owner.id,
                "category_id": env.ref(
                    "property_service.helpdesk_ticket_category_r_water"
                ).id,
                "property_received_on": now - timedelta(days=days),
            }
            for days, words in LEAK
        ]
    )
    env["property.repeat.problem"]._property_find(estate)
    _looked_at(env, owner)


def _looked_at(env, owner):
    """The number on an identity card was compared, which leaves a row (SEC-01)."""
    administrator = env["res.users"].search([("login", "=", "administrator")], limit=1)
    files = env["property.person"].with_user(administrator or env.user)
    files.search([("partner_id", "=", owner.id)], limit=1).action_reveal(REASON)
