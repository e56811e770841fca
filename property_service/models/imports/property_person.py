from odoo import models

from ...tools import identity


class PropertyPerson(models.Model):
    _inherit = "property.person"

    def _property_set_numbers(self, numbers):
        """ID numbers of many persons at once, as ``_property_set_number`` does for one.

        :param dict numbers: file to its number; callers have checked the numbers
        """
        # The secret's model and the hash are closed to every user.
        secrets = self.env["property.person.secret"].sudo()
        known = {
            secret.person_id: secret
            for secret in secrets.search(
                [("person_id", "in", [file.id for file in numbers])]
            )
        }
        new = []
        for file, number in numbers.items():
            clear = identity.normalise(number)
            secret = known.get(file)
            if secret and secret.number == clear:
                continue
            if secret:
                secret.number = clear
            else:
                new.append({"person_id": file.id, "number": clear})
            # As above.
            file.sudo().write(
                {
                    "id_mask": identity.mask(clear),
                    "id_hash": self._property_hash(clear),
                    "birthday": file.birthday or identity.birthday(clear),
                    "sex": file.sex or ("male" if int(clear[16]) % 2 else "female"),
                }
            )
        secrets.create(new)
