from collections import defaultdict

from odoo import api, models

from ...workbook.writer import write_book


class PropertyImportSheet(models.Model):
    _inherit = "property.import.sheet"

    @api.model
    def _property_template(self, kind):
        """Workbook to fill in: our sheets, what each column means, and an example."""
        return write_book(
            [
                {
                    "title": sheet.name,
                    "headers": [
                        f"{column.name}*" if column.required else column.name
                        for column in sheet.column_ids
                    ],
                    "notes": sheet._property_notes(),
                    "rows": [],
                }
                for sheet in self.search([("kind", "=", kind)])
            ]
        )

    def _property_notes(self):
        """The row of explanations, which the reader knows by its first word."""
        notes = []
        for column in self.column_ids:
            parts = [column.help or ""]
            if column.choices:
                parts.append(column._property_choice_words())
            if column.example:
                parts.append(self.env._("e.g. %(example)s", example=column.example))
            notes.append("\n".join(part for part in parts if part))
        notes[0] = self.env._("Note: %(note)s", note=notes[0])
        return notes


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_mistakes_workbook(self):
        """The faulty rows as they were uploaded, with what is wrong and what to do.

        They can be mended in place and uploaded again: what is right already is
        updated, not doubled.
        """
        self.ensure_one()
        issues = defaultdict(list)
        for issue in self.issue_ids:
            issues[issue.sequence, issue.number].append(issue)
        # No user reads staging rows; these go back to those who may upload them.
        rows = self.sudo().row_ids.filtered("faulty").grouped("sequence")
        sheets = [
            self._property_mistakes_sheet(layout, rows[layout["sequence"]], issues)
            for layout in self.layout or []
            if rows.get(layout["sequence"])
        ]
        return write_book([*sheets, self._property_mistakes_list()])

    def _property_mistakes_sheet(self, layout, rows, issues):
        codes = [
            code
            for _i, code in sorted((int(i), c) for i, c in layout["columns"].items())
        ]
        headers = [layout["headers"].get(code, code) for code in codes]
        lines, wrong = [], set()
        for place, row in enumerate(rows):
            found = issues[row.sequence, row.number]
            names = {issue.column for issue in found}
            for column, header in enumerate(headers):
                if header in names:
                    wrong.add((place, column))
            text = "; ".join(
                f"{issue.column or ''} {issue.message} {issue.remedy}".strip()
                for issue in found
            )
            lines.append([row.raw.get(code) for code in codes] + [text])
        return {
            "title": layout["sheet"],
            "headers": [*headers, self.env._("What to do")],
            "rows": lines,
            "wrong": wrong,
        }

    def _property_mistakes_list(self):
        _ = self.env._
        return {
            "title": _("Mistakes"),
            "headers": [
                _("Sheet"),
                _("Row"),
                _("Column"),
                _("Value"),
                _("What is wrong"),
                _("What to do"),
            ],
            "widths": [16, 8, 18, 24, 50, 60],
            "rows": [
                [
                    issue.sheet or "",
                    issue.number or "",
                    issue.column or "",
                    issue.value or "",
                    issue.message,
                    issue.remedy,
                ]
                for issue in self.issue_ids
            ],
        }
