"""A month of duty at the front desk: roster, logs, a handover refused and accepted."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import date_utils

DESK_STAFF = [("李静", "assistant"), ("王芳", "front_desk"), ("黄敏", "front_desk")]
# The other posts: who is there, and the shifts of one person from day to day.
OTHER_POSTS = {
    "gate": ("guard", ["何伟", "罗军", "梁涛", "宋磊"], ["白", "夜", None, None]),
    "command": ("command", ["唐勇", "许峰", "韩杰", "曹阳"], ["白", "夜", None, None]),
    "image": ("image", ["郭静", "马丽"], ["早峰 午峰 晚峰", None]),
}
ITEMS = [("电话", 2), ("电脑", 2), ("饮水机", 1), ("对讲机", 3)]
ENTRIES = [
    ("matter", "1 号楼大堂灯不亮，已报工程部。", True, False),
    ("question", "业主咨询地下车位续租手续，已告知需带身份证及合同。", False, False),
    ("equipment", "2 号电梯运行有异响，已联系维保单位到场检查。", True, True),
    ("instruction", "主管交代：明日上午 9 点停水，注意做好解释。", False, False),
]


def enliven(env, estate):
    """The roster of this month, yesterday's late log and the shift of today."""
    posts = env["property.duty.post"]
    post = posts.search(
        [("estate_id", "=", estate.id), ("kind", "=", "front_desk")], limit=1
    )
    if not post:
        post = posts._property_create_usual(estate).filtered(
            lambda post: post.kind == "front_desk"
        )
    _items(env, post)
    staff = _people(env, estate)
    rosters = _roster(env, estate, post, staff)
    others = _others(env, estate, rosters)
    # As if a supervisor had reviewed it, months ago.
    rosters.write({"state": "published"})
    now = fields.Datetime.now()
    env["property.duty.log"]._property_open_planned(
        others.filtered("keeps_log"), now, now + timedelta(days=1)
    )
    _shifts(env, post)


def _items(env, post):
    post.item_ids = [Command.clear()] + [
        Command.create({"name": name, "expected": number, "sequence": 10 * place})
        for place, (name, number) in enumerate(ITEMS, 1)
    ]
    cabinet = env["property.key.cabinet"].search(
        [("estate_id", "=", post.estate_id.id)], limit=1
    )
    if cabinet:
        post.item_ids = [
            Command.create(
                {"name": cabinet.name, "cabinet_id": cabinet.id, "sequence": 90}
            )
        ]


def _people(env, estate):
    """Who has the login of the demo's assistant, and colleagues without one."""
    staff = env["property.staff"]
    own = staff.search([("user_id.login", "=", "assistant")], limit=1)
    return own | _hire(env, estate, DESK_STAFF)


def _hire(env, estate, people):
    """Staff without a login.

    :param people: names and posts
    """
    employees = env["hr.employee"].create(
        [{"name": name, "company_id": estate.company_id.id} for name, _post in people]
    )
    return env["property.staff"].create(
        [
            {
                "employee_id": employee.id,
                "post": post,
                "estate_ids": [Command.set(estate.ids)],
            }
            for employee, (_name, post) in zip(employees, people, strict=True)
        ]
    )


def _roster(env, estate, post, staff):
    today = fields.Date.context_today(estate)
    months = {date_utils.start_of(today - timedelta(days=1), "month")}
    months.add(date_utils.start_of(today + timedelta(days=1), "month"))
    early, late = post.need_ids.shift_type_id[:2]
    rosters = env["property.duty.roster"]
    for month in sorted(months):
        roster = rosters.create({"estate_id": estate.id, "month": month})
        rosters |= roster
        plan = []
        for day in roster._property_days():
            for place, shift_type in enumerate((early, late)):
                # The early shift of today is the assistant's.
                turn = (day - today).days + 2 * place
                plan.append(
                    {
                        "roster_id": roster.id,
                        "staff_id": staff[turn % len(staff)].id,
                        "date": day,
                        "post_id": post.id,
                        "shift_type_id": shift_type.id,
                    }
                )
        env["property.duty.shift"].create(plan)
    return rosters


def _others(env, estate, rosters):
    """Guards, command centre and image post, by turns."""
    posts = env["property.duty.post"].search(
        [("estate_id", "=", estate.id), ("kind", "in", list(OTHER_POSTS))]
    )
    plan = []
    for post in posts:
        place, names, turns = OTHER_POSTS[post.kind]
        staff = _hire(env, estate, [(name, place) for name in names])
        types = {row.code: row for row in post.need_ids.shift_type_id}
        for roster in rosters:
            for day in roster._property_days():
                for number, member in enumerate(staff):
                    codes = turns[(day.toordinal() + number) % len(turns)] or ""
                    if post.kind == "image" and day.weekday() > 4:
                        continue
                    plan += [
                        {
                            "roster_id": roster.id,
                            "staff_id": member.id,
                            "date": day,
                            "post_id": post.id,
                            "shift_type_id": types[code].id,
                        }
                        for code in codes.split()
                    ]
    env["property.duty.shift"].create(plan)
    return posts


def _shifts(env, post):
    """The last shift but one was handed over in the second attempt."""
    logs = env["property.duty.log"]
    now = fields.Datetime.now()
    logs._property_open_planned(
        post, now - timedelta(hours=30), now + timedelta(days=1)
    )
    known = logs.search([("post_id", "=", post.id)], order="date_start")
    begun = known.filtered(lambda log: log.date_start <= now)
    if len(begun) < 2:
        return
    out, into = begun[-2:]
    (begun - out - into).unlink()
    out.write({"state": "on_duty", "begun_on": out.date_start})
    _entries(env, out)
    handover = out._property_start_handover(into)
    leaves = handover.with_user(_login(out, "supervisor"))
    comes = handover.with_user(_login(into, "manager"))
    # The clock of the demo stands at now; on paper the shift changed in time.
    change = into.date_start
    handover.write(
        {
            "prepared_from": change - timedelta(minutes=20),
            "arrived_on": change - timedelta(minutes=12),
            "arrived_by_id": comes.env.uid,
            "is_short": True,
        }
    )
    leaves.action_prepare()
    leaves.action_give_to_relief()
    _fill(leaves.prepare_checklist_id)
    leaves.action_count_rest()
    leaves.count_ids[2:3].write({"condition": "damaged", "explanation": "水龙头漏水"})
    leaves.action_sign_out()
    _fill(comes.takeover_checklist_id, fail="refuse_clean")
    comes._property_refuse("台面未整理，垃圾桶未清。")
    _fill(leaves.prepare_checklist_id)
    leaves.action_sign_out()
    _fill(comes.takeover_checklist_id)
    _fill(comes.preshift_checklist_id)
    env["property.staff.notice"]._property_unread(comes.env.user).with_user(
        comes.env.user
    ).action_read()
    comes.action_take_over()
    handover.write({"out_on": change - timedelta(minutes=2), "in_on": change})
    out.ended_on = into.begun_on = change
    _entries(env, into)


def _login(log, otherwise):
    """Who is on duty, or who signs for people without a login."""
    users = log.env["res.users"].search([("login", "=", otherwise)], limit=1)
    return log.staff_ids.user_id[:1] or users or log.env.user


def _entries(env, log):
    env["property.duty.log.entry"].create(
        [
            {
                "log_id": log.id,
                "kind": kind,
                "text": text,
                "is_open": is_open,
                "is_major": is_major,
                "time": min(
                    log.date_start + timedelta(minutes=40 * number),
                    fields.Datetime.now(),
                ),
            }
            for number, (kind, text, is_open, is_major) in enumerate(ENTRIES, 1)
        ]
    )


def _fill(checklist, fail=None):
    for line in checklist.line_ids:
        line.result = "fail" if line.code == fail else "ok"
