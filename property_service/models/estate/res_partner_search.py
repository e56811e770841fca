import re
import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Fewer digits than this match too much to be a phone number.
PHONE_DIGITS = 3


def digits_of(text):
    """The digits of a phone number, without the country code of the mainland."""
    text = unicodedata.normalize("NFKC", text or "").strip()
    return re.sub(r"\D", "", re.sub(r"^(\+|00)86", "", text))


class ResPartner(models.Model):
    """A name, a piece of a phone number or a unit's code finds the person."""

    _inherit = "res.partner"

    property_phone_digits = fields.Char(
        string="Phone digits",
        compute="_compute_property_phone_digits",
        store=True,
        index="trigram",
    )

    # LIKE '%…%' on names, which the plain index of the core cannot serve.
    _property_name_trigram = models.Index("USING gin (complete_name gin_trgm_ops)")

    @api.depends("phone")
    def _compute_property_phone_digits(self):
        for partner in self:
            partner.property_phone_digits = digits_of(partner.phone) or False

    @api.model
    def _search_display_name(self, operator, value):
        """What people say at the desk, as a union of index look-ups.

        As one OR over columns and sub-queries, PostgreSQL reads every partner.
        """
        domain = super()._search_display_name(operator, value)
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return domain
        value = value.strip()
        digits = any(character.isdigit() for character in value)
        if re.fullmatch(r"[\d\s+()\-#/.]+", value) and digits:
            return self._property_find_domain(value, units=True, names=("ref", "vat"))
        if not value.isascii():
            # Chinese characters stand in names, not in addresses and tax numbers.
            return self._property_find_domain(
                value, units=digits, names=("complete_name",)
            )
        if digits:
            return domain | self._property_find_domain(value, units=True)
        return domain

    @api.model
    def _property_find_domain(self, text, units=False, names=()):
        """Domain of the people with this piece of phone number, name, or in this unit.

        :param units: look for the unit's code too
        :param names: text columns to look in; all but the name match as a whole
        """
        parts = [self._property_find_phone_sql(text)]
        parts += [self._property_find_text_sql(name, text) for name in names]
        if units and self.env.user._property_sees_residents():
            occupancies = self.env["property.occupancy"]
            # The record rules of occupancies apply: no unit outside the estates.
            query = occupancies._search(
                Domain("unit_id.code", "ilike", text)
                & occupancies._property_current_domain()
            )
            parts.append(query.subselect("partner_id"))
        parts = [part for part in parts if part]
        if not parts:
            return Domain.FALSE
        union = SQL(" UNION ").join(parts)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), union
            )
        )

    @api.model
    def _property_find_text_sql(self, name, text):
        column = SQL.identifier("res_partner", name, to_flush=self._fields[name])
        if name != "complete_name":
            return SQL("SELECT id FROM res_partner WHERE %s = %s", column, text)
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"
        # Comparing without regard to case costs four times as much.
        like = SQL("LIKE" if text.lower() == text.upper() else "ILIKE")
        return SQL("SELECT id FROM res_partner WHERE %s %s %s", column, like, pattern)

    @api.model
    def _property_find_phone_sql(self, text):
        digits = digits_of(text)
        if len(digits) < PHONE_DIGITS:
            return None
        return SQL(
            "SELECT id FROM res_partner WHERE %s LIKE %s",
            SQL.identifier(
                "res_partner",
                "property_phone_digits",
                to_flush=self._fields["property_phone_digits"],
            ),
            f"%{digits}%",
        )
