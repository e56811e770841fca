from odoo import models

from .bulk import create_all, update_all
from .link_units import current_roles, state_of

DELIVERED = ("vacant", "renovating", "occupied", "leased")


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_apply_units(self, book, index, tally):
        """Zones, buildings, floors and units (ARC-07, ARC-10)."""
        zones = self._property_apply_zones(book, index, tally)
        self._property_apply_buildings(book, index, tally, zones)
        buildings = dict(index.buildings)
        buildings |= {code: entity.record for code, entity in book.buildings.items()}
        floors = self._property_apply_floors(book, index, tally, buildings)
        roles = current_roles(book)

        def update(code, entity):
            values = entity.values
            found = {
                name: values[name]
                for name in ("layout", "area", "inner_area", "handover_date", "note")
                if name in values
            }
            if values.get("level") is not None:
                found["floor_id"] = floors[values["building"], values["level"]].id
            if values.get("zone"):
                found["zone_id"] = zones[values["zone"]].id
            return found

        def create(code, entity):
            values = entity.values
            state = values.get("state") or state_of(values, roles.get(code))
            handover = values.get("handover_date")
            if not handover and state in DELIVERED:
                # Without a date the developer would be billed for a home in use.
                handover = min(
                    (start for start in roles.get(code, {}).values()),
                    default=str(self.date_default),
                )
            return {
                "handover_date": handover,
                **update(code, entity),
                "estate_id": self.estate_id.id,
                "building_id": buildings[values["building"]].id,
                "code": code,
                "kind": values["kind"],
                "entrance": values.get("entrance"),
                "room": values["room"],
                "state": state,
            }

        self._property_upsert("property.unit", book.units, create, update, tally)

    def _property_upsert(self, model, entities, create, update, tally):
        """Create the new ones and change the known ones of {key: entity}."""
        model = self.env[model]
        keys = {id(entity): key for key, entity in entities.items()}
        known = [entity for entity in entities.values() if entity.record]
        new = [entity for entity in entities.values() if not entity.record]
        create_all(model, new, lambda e: create(keys[id(e)], e), tally)
        update_all(model, known, lambda e: update(keys[id(e)], e), tally)

    def _property_apply_zones(self, book, index, tally):
        """Zones of responsibility that are named; they are made when they are new."""
        named = [*book.buildings.values(), *book.units.values()]
        names = dict.fromkeys(e.values["zone"] for e in named if e.values.get("zone"))
        new = [name for name in names if name not in index.zones]
        zones = self.env["property.zone"].create(
            [{"estate_id": self.estate_id.id, "name": name} for name in new]
        )
        tally.add(zones, created=len(zones))
        return {**index.zones, **dict(zip(new, zones, strict=True))}

    def _property_apply_buildings(self, book, index, tally, zones):
        def update(code, entity):
            values = entity.values
            found = {}
            for source, target in (
                ("name", "name"),
                ("storeys", "floor_count"),
                ("lift", "has_lift"),
                ("completion_date", "completion_date"),
            ):
                if source in values:
                    found[target] = values[source]
            if values.get("zone"):
                found["zone_id"] = zones[values["zone"]].id
            return found

        def create(code, entity):
            lot = entity.values.get("lot")
            if lot:
                name = self.env._("Car park %(lot)s", lot=lot)
            else:
                name = self.env._("Building %(code)s", code=code)
            return {
                "name": name,
                **update(code, entity),
                "estate_id": self.estate_id.id,
                "code": code,
                "sequence": int(code) if code.isdigit() else 100,
            }

        self._property_upsert(
            "property.building", book.buildings, create, update, tally
        )

    def _property_apply_floors(self, book, index, tally, buildings):
        def update(key, entity):
            found = {}
            if entity.row.kind == "floor":
                for name in ("name", "function"):
                    if entity.values.get(name):
                        found[name] = entity.values[name]
            return found

        def create(key, entity):
            building, level = key
            return {
                "name": f"{level}F" if level >= 0 else f"B{-level}",
                **update(key, entity),
                "building_id": buildings[building].id,
                "level": level,
            }

        self._property_upsert("property.floor", book.floors, create, update, tally)
        return {key: entity.record for key, entity in book.floors.items()}
