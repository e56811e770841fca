"""What can be wrong with a workbook: one sentence each, and what to do about it.

``%(...)s`` places are filled with the details of the case. Errors keep an import from
being applied; warnings are shown and do not.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The file
FILE_ISSUES = {
    "file_empty": (
        _lt("The file is empty."),
        _lt("Choose the workbook again."),
    ),
    "file_too_large": (
        _lt("The file has more than %(limit)s MB."),
        _lt("Remove pictures or split the workbook."),
    ),
    "file_encrypted": (
        _lt("The workbook is protected with a password."),
        _lt("Save it without a password and upload it again."),
    ),
    "file_old_format": (
        _lt("The file has the old format .xls."),
        _lt("Open it and save it as .xlsx."),
    ),
    "file_type": (
        _lt("The file is not an .xlsx workbook."),
        _lt("Save the table as an Excel workbook (.xlsx)."),
    ),
    "file_macros": (
        _lt("The workbook holds macros."),
        _lt("Save it as a workbook without macros (.xlsx)."),
    ),
    "file_damaged": (
        _lt("The workbook cannot be read; the file is damaged."),
        _lt("Open it in a spreadsheet program, save it anew and upload it again."),
    ),
    "file_bomb": (
        _lt("The unpacked workbook is far too large."),
        _lt("Copy the data into a new workbook and upload that."),
    ),
    "no_sheet": (
        _lt("No sheet of this file was recognised."),
        _lt("Use the sheet names and headings of the template."),
    ),
    "no_rows": (
        _lt("The workbook has headings but no data."),
        _lt("Fill in the rows below the headings."),
    ),
    "too_many_rows": (
        _lt("The sheet has more than %(limit)s rows."),
        _lt("Delete the empty rows below the data, or split the workbook."),
    ),
    "too_many_columns": (
        _lt("The sheet has more than %(limit)s columns."),
        _lt("Delete the columns to the right of the data."),
    ),
    "missing_column": (
        _lt("The sheet has no column “%(column)s”."),
        _lt("Add the column, or add its heading to the recognised headings."),
    ),
    "doubled_column": (
        _lt("Two columns have the same meaning: “%(column)s”."),
        _lt("Delete or rename one of them."),
    ),
}
# One cell
CELL_ISSUES = {
    "required": (
        _lt("“%(column)s” is empty."),
        _lt("Fill in the cell."),
    ),
    "excel_error": (
        _lt("The cell shows an error of the spreadsheet program."),
        _lt("Mend the formula, or enter the value."),
    ),
    "control_characters": (
        _lt("The text holds invisible control characters."),
        _lt("Type the text anew instead of pasting it."),
    ),
    "formula_text": (
        _lt("The text begins like a formula (= + - @)."),
        _lt("Remove the first character."),
    ),
    "too_long": (
        _lt("The text has more than %(limit)s characters."),
        _lt("Shorten it."),
    ),
    "unit_code": (
        _lt("This is not a unit code."),
        _lt("Write building-entrance-room, for example 1-2-301."),
    ),
    "unknown_choice": (
        _lt("“%(column)s” does not know this value."),
        _lt("Use one of: %(choices)s."),
    ),
    "not_a_number": (
        _lt("This is not a number."),
        _lt("Enter digits only, for example 94.56."),
    ),
    "not_whole": (
        _lt("This is not a whole number."),
        _lt("Enter a number without decimals."),
    ),
    "negative": (
        _lt("The number is negative."),
        _lt("Enter a number of 0 or more."),
    ),
    "area_absurd": (
        _lt("No unit has an area of this size."),
        _lt("Enter the area in m², for example 94.56."),
    ),
    "area_decimals": (
        _lt("The area has more than two decimals."),
        _lt("Enter the registered area with two decimals."),
    ),
    "area_zero": (
        _lt("The area is 0; fees per m² will be 0."),
        _lt("Enter the registered area."),
    ),
    "money_decimals": (
        _lt("The amount has fractions of a cent."),
        _lt("Round it to two decimals."),
    ),
    "money_absurd": (
        _lt("The amount is too large."),
        _lt("Enter the amount in yuan."),
    ),
    "money_zero": (
        _lt("The amount is 0."),
        _lt("Enter the amount, or delete the row."),
    ),
    "level_absurd": (
        _lt("No building has this floor."),
        _lt("Enter the floor as a number, basements as B1 or -1."),
    ),
    "share_range": (
        _lt("The share is more than 100 %%."),
        _lt("Enter a share from 0 to 100."),
    ),
    "not_yes_no": (
        _lt("This is neither yes nor no."),
        _lt("Enter 是 or 否."),
    ),
    "not_a_date": (
        _lt("This is not a date."),
        _lt("Write it like 2026-06-10."),
    ),
    "no_such_day": (
        _lt("The calendar has no such day."),
        _lt("Correct month or day."),
    ),
    "date_range": (
        _lt("The year of this date cannot be right."),
        _lt("Correct the year."),
    ),
    "phone": (
        _lt("This is not a telephone number."),
        _lt("Enter 11 digits of a mobile, or a landline with area code."),
    ),
    "digits_lost": (
        _lt("The cell is a number and has lost digits."),
        _lt("Format the column as text and enter the number anew."),
    ),
    "identity_checksum": (
        _lt("The check digit of this ID number is wrong."),
        _lt("Compare it with the identity card."),
    ),
    "identity_form": (
        _lt("This is neither an ID number nor a credit code."),
        _lt("Enter 18 characters."),
    ),
    "plate": (
        _lt("This is not a number plate."),
        _lt("Write it like 京A12345."),
    ),
    "email": (
        _lt("This is not an e-mail address."),
        _lt("Write it like name@example.com."),
    ),
}
# One row
ROW_ISSUES = {
    "end_before_start": (
        _lt("The last day lies before the first day."),
        _lt("Exchange or correct the dates."),
    ),
    "lists_differ": (
        _lt("“%(column)s” has %(count)s values, but there are %(expected)s of them."),
        _lt("Enter as many values as there are, separated by #."),
    ),
    "inner_larger": (
        _lt("The usable area is larger than the floor area."),
        _lt("Compare both with the register."),
    ),
    "person_unnamed": (
        _lt("There is a telephone or ID number, but no name."),
        _lt("Enter the name."),
    ),
    "person_unidentified": (
        _lt(
            "A person with this name exists, and neither telephone nor ID number"
            " tells whether it is the same one."
        ),
        _lt("Enter the telephone number."),
    ),
    "parking_without_building": (
        _lt("The parking space has neither car park nor building."),
        _lt("Enter the number of the car park or the building."),
    ),
    "rent_without_tenant": (
        _lt("The space is rented out, but nobody is named who rents it."),
        _lt("Enter the person, or mark the space as sold."),
    ),
    "vehicle_without_owner": (
        _lt("The vehicle belongs to nobody and to no unit."),
        _lt("Enter the unit or the person."),
    ),
    "shares_exceed": (
        _lt("The owners' shares of unit %(unit)s add up to %(total)s %%."),
        _lt("Correct the shares to 100 in all."),
    ),
    "two_payers": (
        _lt("Unit %(unit)s has another payer at that time (row %(other)s)."),
        _lt("Mark one person as payer, or correct the dates."),
    ),
    "formula_unsupported": (
        _lt("This formula cannot be taken over."),
        _lt("Use area × price (1001) or a fixed amount (2002)."),
    ),
    "price_missing": (
        _lt("The fee has neither a price nor a fixed amount."),
        _lt("Enter one of them."),
    ),
    "paid_over_due": (
        _lt("More was paid than was due."),
        _lt("Enter the rest as a prepayment."),
    ),
    "period_missing": (
        _lt("The period is not complete."),
        _lt("Enter its first and last day."),
    ),
    "moment_future": (
        _lt("The message is dated in the future."),
        _lt("Correct the date."),
    ),
    "period_future": (
        _lt("Arrears cannot lie after the day of the opening balance."),
        _lt("Leave periods that are not due to the billing run."),
    ),
}
# Rows against one another and against the database
LINK_ISSUES = {
    "doubled_row": (
        _lt("Row %(other)s says the same (%(key)s)."),
        _lt("Delete one of the two rows."),
    ),
    "building_unknown": (
        _lt("Building %(building)s is not in the sheet of buildings."),
        _lt("Add it there, or correct the building."),
    ),
    "unit_unknown": (
        _lt("Unit %(unit)s exists neither in this file nor in the estate."),
        _lt("Add the unit, or correct its code."),
    ),
    "unit_moved": (
        _lt("Unit %(unit)s belongs to building %(building)s in the estate."),
        _lt("Correct the building, or the code of the unit."),
    ),
    "person_unknown": (
        _lt("Person number %(number)s is not in the sheet of persons."),
        _lt("Add the person there, or correct the number."),
    ),
    "person_conflict": (
        _lt("This ID number belongs to another name (%(name)s)."),
        _lt("Compare name and ID number with the identity card."),
    ),
    "fee_unknown": (
        _lt("Fee item %(fee)s is neither in this file nor in the company."),
        _lt("Add it to the sheet of fee items, or correct the code."),
    ),
    "fee_differs": (
        _lt("Fee item %(fee)s exists with another basis or billing cycle."),
        _lt("Give the fee item another name, or correct formula and cycle."),
    ),
    "rent_item_missing": (
        _lt("There is a rent, but no fee item of kind rent."),
        _lt("Add a fee item of kind rent with the formula by contract."),
    ),
    "rate_conflict": (
        _lt("Fee item %(fee)s has another price from the same day on."),
        _lt("Give the new price a later first day."),
    ),
    "assignment_overlap": (
        _lt("Fee item %(fee)s is charged to unit %(unit)s at that time already."),
        _lt("Correct the dates, or delete one of the rows."),
    ),
    "unit_without_payer": (
        _lt("Nobody pays for unit %(unit)s on %(day)s."),
        _lt("Enter the payer, or import the owners first."),
    ),
    "opening_exists": (
        _lt("This balance was taken over already (%(number)s)."),
        _lt("Delete the row, or reverse that import first."),
    ),
    "charge_exists": (
        _lt("This period has been billed already."),
        _lt("Delete the row, or reverse the bill first."),
    ),
    "plate_taken": (
        _lt("This vehicle is recorded for another unit (%(unit)s)."),
        _lt("Correct the plate, or end the other record first."),
    ),
}
WARNINGS = {
    "hidden_sheet": (
        _lt("The sheet is hidden and was not read."),
        _lt("Show it if it is to be taken over."),
    ),
    "unknown_sheet": (
        _lt("The sheet was not recognised and not read."),
        _lt("Name it as in the template if it is to be taken over."),
    ),
    "unknown_column": (
        _lt("The column “%(column)s” was not recognised and not read."),
        _lt("Add the heading to the recognised headings if it is needed."),
    ),
    "area_zero": CELL_ISSUES["area_zero"],
    "inner_larger": ROW_ISSUES["inner_larger"],
    "developer_missing": (
        _lt(
            "%(count)s units are not handed over, and estate %(estate)s has no"
            " developer who pays for them."
        ),
        _lt(
            "Enter the developer on the estate before the next billing run; until then"
            " these units are not billed."
        ),
    ),
    "rate_draft": (
        _lt("The price of %(fee)s becomes a draft."),
        _lt("Have the rate approved before the next billing run."),
    ),
}
CATALOGUE = {**FILE_ISSUES, **CELL_ISSUES, **ROW_ISSUES, **LINK_ISSUES, **WARNINGS}


def describe(env, code, details):
    """(what is wrong, remedy) in the user's language."""
    message, remedy = CATALOGUE[code]
    # The words of the catalogue are lazy terms, which take their values afterwards.
    # pylint: disable-next=translation-not-lazy
    return env._(message) % details, env._(remedy) % details
