"""The renovation sites of the demo company: passes, material, inspections, a stop.

Through the methods that the desk's buttons call. Where the desk could not have done it
today, the day alone is set back.
"""

import base64
import logging
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from odoo import fields
from odoo.fields import Command

from ..tools import identity

_logger = logging.getLogger(__name__)

WORKERS = ["石大勇", "孟庆强", "范小军", "邹建华", "龚志平"]
# What came to the gate, and what became of it.
MATERIALS = [
    ("waterproof", "聚氨酯防水涂料", "12 桶", "release"),
    ("masonry", "轻质加气块", "60 块", "coordinate"),
    ("masonry", "水泥、砂浆", "30 袋", "ask"),
]
# How many days ago each site was inspected; the second misses one day.
DAYS_AGO = [(3, 2, 1), (3, 1)]
BEGAN = 4
ITEM_FAILED = ("rubbish", "门口堆放建筑垃圾，已要求当日清运")


def enliven(env, estate):
    """Two sites at work, those of the renovations' scene."""
    people = _people(env)
    cases = env["property.renovation"].search(
        [("estate_id", "=", estate.id), ("state", "in", ("in_progress", "acceptance"))],
        order="id",
        limit=len(DAYS_AGO),
    )
    if not all(people.values()) or len(cases) < len(DAYS_AGO):
        return
    _began_earlier(cases)
    assistant = people["assistant"]
    site = cases[0].with_user(assistant)
    _passes(site)
    _materials(site)
    _inspections(cases.with_user(assistant))
    _freeze_days(env, estate)
    _water_test(site)
    _violation(site)
    _logger.info("%s: %s sites", estate.code, len(cases))


def _people(env):
    users = env["res.users"]
    return {
        login: users.search([("login", "=", login)])
        for login in ("assistant", "supervisor")
    }


def _began_earlier(cases):
    """The scene's sites have been at work for some days."""
    day = fields.Date.today() - timedelta(days=BEGAN)
    # The dates follow from steps that were taken today.
    cases.sudo().write({"started_on": day, "permit_date_start": day})


def _passes(site):
    """Three at work, one who has left, one who has just applied."""
    passes = site.env["property.access.pass"].create(
        [
            {
                "renovation_id": site.id,
                "kind_id": site.env.ref(
                    "property_service.property_access_pass_kind_worker"
                ).id,
                "holder": name,
                "company_name": "示例装饰工程有限公司",
                "id_number": _document_number(number),
                "id_checked": True,
                "photo": base64.b64encode(_picture(number)),
            }
            for number, name in enumerate(WORKERS, start=1)
        ]
    )
    passes[:-1].action_issue()
    passes[-2].action_return()


def _document_number(number):
    """Of no district that exists, so of nobody."""
    body = f"9999991985{number:02}10{number:03}"
    return body + identity.check_character(body)


def _picture(number):
    """A face that is nobody's."""
    image = Image.new("RGB", (120, 160), (222, 226, 230))
    draw = ImageDraw.Draw(image)
    tone = 90 + number * 20
    draw.ellipse((38, 28, 82, 84), fill=(tone, tone - 20, tone - 40))
    draw.pieslice((16, 90, 104, 220), 180, 360, fill=(60, tone, 150))
    with BytesIO() as stream:
        image.save(stream, "PNG")
        return stream.getvalue()


def _photo(record, name):
    """A picture just taken by who records it."""
    return record.env["ir.attachment"].create(
        {"name": f"{name}.png", "raw": _picture(len(name))}
    )


def _materials(site):
    for kind, description, quantity, step in MATERIALS:
        entry = site.env["property.renovation.material"].create(
            {
                "renovation_id": site.id,
                "kind_id": site.env.ref(
                    f"property_service.property_renovation_material_kind_{kind}"
                ).id,
                "description": description,
                "quantity": quantity,
            }
        )
        if step == "release":
            entry.action_release()
        elif step == "coordinate":
            entry._property_refuse("超出楼面荷载，须分批进场")


def _inspections(cases):
    today = cases.env.user._property_today()
    for case, days_ago in zip(cases, DAYS_AGO, strict=True):
        for progress, days in enumerate(days_ago, start=2):
            _inspect(case, today - timedelta(days=days), progress * 10)


def _inspect(case, day, progress):
    inspections = case.env["property.renovation.inspection"]
    inspection = (
        # Nobody records another day; the scene tells of some.
        inspections.sudo()
        .create({"renovation_id": case.id, "date": day, "progress": progress})
        .sudo(False)
    )
    inspection.photo_ids = [Command.link(_photo(inspection, f"现场{day}").id)]
    if progress == 20:
        code, note = ITEM_FAILED
        line = inspection.checklist_id.line_ids.filtered(lambda item: item.code == code)
        line.write({"result": "fail", "note": note})
    inspection.action_all_ok()
    inspection.action_done()


def _freeze_days(env, estate):
    """The figures of the days that are over, with the site that was missed."""
    routine = env.ref("property_service.routine_renovation_inspection")
    today = routine._property_today(estate)
    first = today - timedelta(days=max(map(max, DAYS_AGO)))
    periods = env["property.routine.period"].search(
        [("routine_id", "=", routine.id), ("estate_id", "=", estate.id)]
    )
    if periods:
        return
    periods.create(routine._property_prepare_periods(estate, first, today))
    periods._property_due().filtered(
        lambda period: period.routine_id == routine and period.estate_id == estate
    )._property_process()


def _water_test(site):
    test = site.env["property.renovation.test"].create(
        {
            "renovation_id": site.id,
            "place": "主卫生间",
            "tester": site.site_manager,
            "neighbour_informed": True,
            "water_depth": 30,
        }
    )
    test.action_start()


def _violation(site):
    """Dissuaded in vain: the site is stopped."""
    violation = site.env["property.renovation.violation"].create(
        {
            "renovation_id": site.id,
            "kind_id": site.env.ref(
                "property_service.property_renovation_violation_kind_structure"
            ).id,
            "place": "客厅与阳台之间",
            "description": "在承重墙上开洞，未提供设计方案",
        }
    )
    violation.photo_ids = [Command.link(_photo(violation, "承重墙开洞").id)]
    violation._property_dissuade("请立即停止并恢复原状", site.applicant_id.name)
    violation._property_stop("经劝阻后仍在施工", site.site_manager)
