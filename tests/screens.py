"""Every word that the screens of a role show, and which of them may be Latin.

The server gives a screen as the client asks for it: menu, action, views with their
filters and the entries of the Action and Print menus, fields with help and choices.
"""

import re
from collections import defaultdict

from lxml import etree

OWN = ("property_service.", "property_service_reports.", "spreadsheet_dashboard.")
# What the client draws from an attribute; the title of a view itself it does not draw.
ATTRIBUTES = (
    "string",
    "placeholder",
    "confirm",
    "confirm-label",
    "cancel-label",
    "help",
    "title",
    "sum",
    "avg",
    "add-label",
    "aria-label",
    "alt",
    "data-tooltip",
)
HINTS = ("title", "placeholder", "aria-label", "alt")
VIEWS = {"list", "form", "search", "kanban", "calendar", "pivot", "graph", "activity"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
# No words: mark-up, addresses, variables to fill in, technical names.
NOT_WORDS = re.compile(
    r"<[^<>]+>|https?://[\w./-]+|[\w.]+@[\w.]+|\{\{.*?\}\}|\{\w+\}|%\(\w+\)s|&\w+;"
    r"|\b\w+[_.]\w[\w.]*|\bfa-\w+|Property Service"
)
# Words that Chinese texts write in Latin letters.
ALLOWED = {
    "kinds of files": "PDF Excel TXT CSV XLSX XML JSON vCard OFX",
    "standards": "DB GB SHA ISO UTF BOM KOI Windows UBL CII EDI Edi GLN BIS SWIFT",
    "units of measure": "mm cm kg kW MPa",
    "codes of machines": "ID IDs URL IP UUID UI QR UTC HTTP webhook Webhook",
    "names and examples": "Odoo Python Peppol EAS Font Awesome AGPL GNU OCA jobs",
    "what is so called in Chinese too": "VIP IM EMail DSO SMS",
}
LATIN = {word for words in ALLOWED.values() for word in words.split()}
# Fields whose choices are names from abroad, which have no Chinese.
FOREIGN = {
    # Registers of tax payers and their addresses in other countries
    ("res.partner", "peppol_eas"),
    ("res.partner", "invoice_edi_format"),
    # Languages under their own names
    ("res.partner", "lang"),
    ("res.users", "lang"),
    # Examples of a computer's language, for whoever writes rules in it
    ("base.automation", None),
    # A name or an address of a person, as an example
    ("res.partner", "@placeholder"),
}


def english(text):
    """The words of a text that no Chinese reader would know."""
    bare = NOT_WORDS.sub(" ", text)
    return [word for word in WORD.findall(bare) if word not in LATIN]


def texts(arch):
    """What a template says by itself, without the values that it fills in."""
    for node in etree.fromstring(arch).iter():
        if node.tail:
            yield node.tail
        # An attribute's node holds an expression.
        if node.tag in ("script", "style", "attribute") or callable(node.tag):
            continue
        yield from (node.get(name) for name in HINTS if node.get(name))
        if node.text:
            yield node.text


class Screens:
    """The screens of one user: ``walk()`` collects what they say.

    ``terms`` has, per text, where it stands first; ``count`` how many views there are.
    """

    def __init__(self, env, seen=None):
        self.env = env
        self.terms = {}
        self.count = 0
        # Screens that another role has shown; a view differs by groups, so per user.
        self.seen = set() if seen is None else seen

    def walk(self):
        menus = self.env["ir.ui.menu"].load_menus(False)
        todo = [
            menu_id
            for menu_id in menus["root"]["children"]
            if (menus[menu_id]["xmlid"] or "").startswith(OWN)
        ]
        while todo:
            menu = menus[todo.pop()]
            todo += menu["children"]
            self._note(menu["name"], menu["xmlid"])
            action_id = menu.get("action_id") or menu.get("actionID")
            if action_id:
                self._action(action_id, menu["xmlid"])
        return self

    # === Actions ===

    def _action(self, action_id, place, is_menu=True):
        if action_id in self.seen:
            return
        self.seen.add(action_id)
        # The client reads an action through a route, whoever may read its record.
        action = self.env["ir.actions.actions"].sudo().browse(action_id).exists()
        if not action:
            return
        values = self.env[action.type].sudo().browse(action_id)._get_action_dict()
        self._note(values.get("name"), place)
        self._note(values.get("help"), f"{place} help")
        model = values.get("res_model")
        if action.type != "ir.actions.act_window":
            return
        # What stands behind a button is looked at where it is ours.
        if is_menu or model.startswith("property."):
            self._views(values, place)

    def _views(self, action, place):
        model = action["res_model"]
        search = action.get("search_view_id")
        views = [*action["views"], (search[0] if search else False, "search")]
        result = self.env[model].get_views(
            views, {"toolbar": True, "load_filters": True, "action_id": action["id"]}
        )
        used = defaultdict(set)
        for kind, view in result["views"].items():
            self.count += 1
            here = f"{place} {kind}"
            arch = etree.fromstring(view["arch"])
            self._node(arch, model, here, result["models"], used)
            for entry in view.get("filters") or []:
                self._note(entry["name"], here)
            for entries in (view.get("toolbar") or {}).values():
                for entry in entries:
                    self._note(entry["name"], here)
                    self._action(entry["id"], here, is_menu=False)
            for button in arch.iter("button"):
                if button.get("name", "").isdigit():
                    self._action(int(button.get("name")), here, is_menu=False)
        for name, info in result["models"].items():
            self._fields(name, info["fields"], used[name], place)

    # === Words ===

    def _note(self, text, place):
        if isinstance(text, str) and text.strip():
            self.terms.setdefault(text.strip(), place)

    def _node(self, node, model, place, models, used):
        self._note(node.tail, place)
        if not isinstance(node.tag, str):
            return
        if node.get("invisible") in ("1", "True") or node.get("column_invisible") in (
            "1",
            "True",
        ):
            return
        self._attributes(node, model, place)
        self._note(node.text, place)
        inner = model
        if node.tag == "field" and node.get("name"):
            used[model].add(node.get("name"))
            known = models.get(model, {"fields": {}})["fields"]
            inner = known.get(node.get("name"), {}).get("relation") or model
        for child in node:
            below = inner if child.tag in VIEWS else model
            self._node(child, below, place, models, used)

    def _attributes(self, node, model, place):
        for name in ATTRIBUTES:
            if name == "string" and node.tag in VIEWS:
                continue
            if (model, f"@{name}") not in FOREIGN:
                self._note(node.get(name), f"{place} @{name}")

    def _fields(self, model, fields, used, place):
        """All fields of ours, for filters offer them; of others' those shown."""
        if (model, None) in FOREIGN:
            return
        for name, field in fields.items():
            ours = model.startswith("property.") or name.startswith("property_")
            if not ours and name not in used:
                continue
            here = f"{place} {model}.{name}"
            self._note(field.get("string"), here)
            self._note(field.get("help"), f"{here} help")
            if (model, name) not in FOREIGN:
                for _value, label in field.get("selection") or ():
                    self._note(label, f"{here} choice")
