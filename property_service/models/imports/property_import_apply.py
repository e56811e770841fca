from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .bulk import Tally

SEQUENCE = "property.import"


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_apply(self):
        """Take everything over, or nothing (one transaction).

        Runs with superuser rights: assistants may import into their own estates
        without the right to build estates by hand. Who may was checked by
        ``_lock_in``, and every record belongs to the import's own estate.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                # Who may was checked by _lock_in; all rows are of the import's estate.
                self.sudo()._property_apply_book()
        except (UserError, ValidationError) as error:
            self._property_fail(str(error))
        except IntegrityError as error:
            message = self.env["ir.model.constraint"]._property_message(error)
            self._property_fail(message)

    def _property_apply_book(self):
        # The number's row is locked until the end: two imports that apply at once
        # would not see the persons whom the other one creates.
        number = self.env["ir.sequence"].next_by_code(SEQUENCE)
        book, index = self._property_link()
        if any(problem.level == "error" for problem in book.problems):
            self._property_reject(book)
            return
        tally = Tally()
        self._property_apply_units(book, index, tally)
        self._property_apply_people(book, index, tally)
        self._property_apply_fees(book, index, tally)
        self._property_apply_opening(book, index, tally, number)
        self._property_apply_requests(book, index, tally)
        self.write(
            {
                "state": "applied",
                "number": number,
                "applied_on": fields.Datetime.now(),
                "failure": False,
            }
        )
        self._property_forget()
        labels = {
            model.model: model.name
            for model in self.env["ir.model"].search(
                [("model", "in", list(tally.counts))]
            )
        }
        self.env["property.import.result"].create(
            [
                {
                    "import_id": self.id,
                    "model_name": labels[name],
                    "created": created,
                    "updated": updated,
                    "unchanged": unchanged,
                }
                for name, (created, updated, unchanged) in tally.counts.items()
                if created or updated or unchanged
            ]
        )

    def _property_reject(self, book):
        """The estate has changed since the check: the mistakes are listed anew."""
        self.issue_ids.unlink()
        self.write({"error_count": 0, "warning_count": 0})
        self._property_write_problems(book)
        self.state = "faulty"

    def _property_fail(self, message):
        """Nothing was taken over; the workbook may be applied again."""
        self.write(
            {
                "state": "ready",
                "failure": self.env._(
                    "Nothing was taken over. %(message)s", message=message
                ),
            }
        )
