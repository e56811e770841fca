from odoo import fields, models

from .bulk import QUIET, create_all, update_all
from .estate_index import digits


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_apply_people(self, book, index, tally):
        """Persons with their files, holders of units, vehicles (ARC-02, ARC-08)."""
        self._property_apply_persons(book, tally)
        self._property_apply_person_files(book, tally)
        units = index.units | {code: e.record for code, e in book.units.items()}
        self._property_apply_holders(book, units, tally)
        self._property_apply_vehicles(book, units, tally)

    def _property_apply_persons(self, book, tally):
        company = self.company_id

        def update(entity):
            values = entity.values
            found = {
                name: values[name] for name in ("phone", "email") if values.get(name)
            }
            if _is_company(values):
                found["vat"] = values["identity"]
            return found

        def create(entity):
            return {
                **update(entity),
                "name": entity.values["name"],
                "company_id": company.id,
                "is_company": _is_company(entity.values)
                or entity.values.get("person_kind") == "company",
            }

        # Several rows may mean one person that the estate knows already.
        persons = book.persons
        new = [person for person in persons if not person.record]
        known = [person for person in persons if person.record]
        partners = self.env["res.partner"]
        create_all(partners, new, create, tally)
        update_all(partners, known, _keep_phone(update), tally)

    def _property_apply_person_files(self, book, tally):
        """ID numbers go into the restricted person file and nowhere else (SEC-01)."""
        wanted = {
            person.record.id: person.values
            for person in book.persons
            if (person.values.get("identity") or person.values.get("sex"))
            and not _is_company(person.values)
        }
        files = self.env["property.person"].with_context(**QUIET)
        known = files.search([("partner_id", "in", list(wanted))])
        missing = wanted.keys() - set(known.partner_id.ids)
        new = files.create(
            [
                {"partner_id": partner_id, "sex": wanted[partner_id].get("sex")}
                for partner_id in sorted(missing)
            ]
        )
        tally.add(files, created=len(new), unchanged=len(known))
        numbers = {
            file: wanted[file.partner_id.id]["identity"]
            for file in known | new
            if wanted[file.partner_id.id].get("identity")
        }
        files._property_set_numbers(numbers)

    def _property_apply_holders(self, book, units, tally):
        today = str(fields.Date.context_today(self))

        def update(entity):
            values = entity.values
            found = {"date_start": values["date_start"]}
            if values.get("date_end"):
                found["date_end"] = values["date_end"]
            if values.get("share") is not None:
                found["share"] = values["share"]
            if values.get("is_payer"):
                found["is_payer"] = True
            if values.get("relation"):
                found["relation"] = values["relation"]
            return found

        def create(entity):
            return {
                **update(entity),
                # The unit's status comes from the workbook, not from this row.
                "is_start_done": entity.values["date_start"] <= today,
                "unit_id": units[entity.values["unit"]].id,
                "partner_id": entity.values["person"].record.id,
                "role": entity.values["role"],
            }

        model = self.env["property.occupancy"]
        new = [holding for holding in book.occupancies if not holding.record]
        known = [holding for holding in book.occupancies if holding.record]
        create_all(model, new, create, tally)
        update_all(model, known, update, tally)

    def _property_apply_vehicles(self, book, units, tally):
        def update(entity):
            values = entity.values
            person = values["person"]
            found = {
                "partner_id": getattr(person, "record", person).id,
                "kind": values["kind"],
            }
            for source, target in (("unit", "unit_id"), ("space", "space_id")):
                if values[source]:
                    found[target] = units[values[source]].id
            if values["description"]:
                found["description"] = values["description"]
            return found

        def create(entity):
            return {
                **update(entity),
                "plate": entity.values["plate"],
                "estate_id": self.estate_id.id,
                "date_start": entity.values["date_start"],
            }

        if not book.vehicles:
            return
        model = self.env["property.vehicle"]
        vehicles = list(book.vehicles.values())
        known = [vehicle for vehicle in vehicles if vehicle.record]
        new = [vehicle for vehicle in vehicles if not vehicle.record]
        create_all(model, new, create, tally)
        update_all(model, known, update, tally)


def _is_company(values):
    """Credit codes of companies stand where persons have their ID number."""
    number = values.get("identity") or ""
    return bool(number) and not number[:17].isdigit() or number[:2] in ("91", "92")


def _keep_phone(update):
    """Do not rewrite a telephone number that only differs in its notation."""

    def changed(entity):
        values = update(entity)
        if digits(entity.record.phone) == values.get("phone"):
            del values["phone"]
        return values

    return changed
