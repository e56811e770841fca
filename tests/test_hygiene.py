"""Rules that hold for every model of the suite, whoever writes it."""

import ast
import io
import re
import tokenize
from pathlib import Path

from lxml import etree

from odoo.models import MAGIC_COLUMNS

from .common import MODULES, PropertySuiteCase

# Models whose records may stand without an estate: settings and records of a whole
# company. Everything else is required to name one.
ESTATE_MAY_BE_MISSING = {
    "property.approval",
    "property.approval.policy",
    "property.document.text",
    "property.fee.cap",
    "property.parameter.value",
    "property.staff.notice",
    "property.staff.notice.read",
}
GLOBAL_RULE = [("global", "=", True), ("active", "=", True)]


def silent_sudo(text):
    """Lines with a ``sudo()`` for which neither they, nor the line above, nor the line
    above their statement has a comment."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    commented = {t.start[0] for t in tokens if t.type == tokenize.COMMENT}

    def walk(node, statement):
        for child in ast.iter_child_nodes(node):
            first = child.lineno if isinstance(child, ast.stmt) else statement
            if is_sudo(child):
                line = child.end_lineno
                if not commented & {line, line - 1, first - 1}:
                    yield line
            yield from walk(child, first)

    return walk(ast.parse(text), 0)


def is_sudo(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sudo"
        and not node.args
    )


def copied_keys(model):
    """Unique keys of which a copy has every field like the record it copies."""
    if any(
        "copy_data" in vars(one) and one.__module__.split(".")[2] in MODULES
        for one in type(model).mro()
        if one.__module__.startswith("odoo.addons.")
    ):
        return  # what must differ does
    for one in model._table_objects.values():
        definition = one.get_definition(model.env.registry)
        key, _where, _condition = definition.partition(" WHERE ")
        if re.match("UNIQUE|EXCLUDE", key):
            names = model._fields.keys() & set(re.findall(r"\w+", key))
            if all(model._fields[name].copy for name in names):
                yield key


class TestHygiene(PropertySuiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.models = [
            cls.env[name]
            for name, model in cls.env.registry.items()
            if model._original_module in MODULES and not model._abstract
        ]
        cls.documents = [model for model in cls.models if not model._transient]

    def _global_domains(self, model):
        rules = self.env["ir.rule"].search(
            [("model_id.model", "=", model._name), *GLOBAL_RULE]
        )
        return " ".join(rules.mapped(lambda rule: rule.domain_force or ""))

    def test_models_found(self):
        """The walk over the registry finds the suite at all."""
        self.assertIn("property.unit", [model._name for model in self.models])

    def test_access_rights(self):
        """Each model gives rights to groups, never to everybody (SEC-01)."""
        for model in self.models:
            with self.subTest(model=model._name):
                accesses = self.env["ir.model.access"].search(
                    [("model_id.model", "=", model._name)]
                )
                self.assertTrue(accesses, "no row in any ir.model.access.csv")
                self.assertTrue(
                    all(access.group_id for access in accesses),
                    "an access row without a group is open to the public",
                )

    def test_public_has_no_access(self):
        """Visitors without a login reach none of our models."""
        public = self.env.ref("base.public_user")
        for model in self.models:
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=model._name, operation=operation):
                    self.assertFalse(model.with_user(public).has_access(operation))

    def test_company_rules(self):
        """A stored company comes with a global record rule."""
        for model in self.documents:
            field = model._fields.get("company_id")
            if not field or not field.store:
                continue
            with self.subTest(model=model._name):
                self.assertIn("company_ids", self._global_domains(model))

    def test_estate_rules(self):
        """A stored estate comes with a global rule over the user's estates.

        Global, because rules of groups are OR-ed and would widen it.
        """
        for model in self.documents:
            field = model._fields.get("estate_id")
            if not field or not field.store:
                continue
            with self.subTest(model=model._name):
                self.assertIn("_property_estate_scope()", self._global_domains(model))

    def test_duplicates(self):
        """Duplicate is offered only where the copy does not meet a unique key."""
        views = self.env["ir.ui.view"].search(
            [
                ("model", "in", [model._name for model in self.documents]),
                ("type", "in", ["form", "list"]),
                ("inherit_id", "=", False),
            ]
        )
        for view in views:
            model = self.env[view.model]
            arch = etree.fromstring(view.arch)
            if {arch.get("create"), arch.get("duplicate")} & {"0", "false"}:
                continue
            for key in copied_keys(model):
                with self.subTest(view=view.xml_id):
                    self.fail(f'{key} refuses the copy; write duplicate="0"')

    def test_missing_estate(self):
        """Only listed models may have records of no estate, and none is listed twice.

        A rule that lets records without an estate pass opens them to all estates.
        """
        may_be_missing = set()
        for model in self.documents:
            if "estate_id" not in model._fields:
                continue
            domain = self._global_domains(model)
            if re.search(r"\[False\]|estate_id[\"'], *[\"']=[\"'], *False", domain):
                may_be_missing.add(model._name)
        self.assertEqual(may_be_missing, ESTATE_MAY_BE_MISSING)

    def test_sudo_has_a_reason(self):
        """Whoever steps past the rules says why: on the line, or right above it."""
        root = Path(__file__).parent.parent
        silent = [
            f"{path.relative_to(root)}:{line}"
            for module in MODULES
            for path in sorted(root.joinpath(module).rglob("*.py"))
            if "tests" not in path.parts
            for line in silent_sudo(path.read_text())
        ]
        self.assertFalse(silent, "sudo() without a comment that gives the reason")

    def test_silent_sudo_is_found(self):
        """The walk over the code knows a reason when it sees one."""
        self.assertEqual(list(silent_sudo("a = 1\nb = c.sudo()\n")), [2])
        for text in (
            "b = c.sudo()  # reason\n",
            "# reason\nb = c.sudo()\n",
            "# reason\nb = (\n    c\n    .sudo()\n    .d\n)\n",
            "b = c.sudo(False)\n",
        ):
            with self.subTest(text):
                self.assertFalse(list(silent_sudo(text)))

    def test_many2one_fields(self):
        """Stored links are indexed and say what happens on deletion."""
        for model in self.documents:
            if not model._auto:
                continue
            for field in self._own_links(model):
                with self.subTest(field=str(field)):
                    self.assertTrue(field.index, "no index")
                    self.assertTrue(self._says_ondelete(model, field), "no ondelete")

    def test_many2one_on_others_models(self):
        """The same for the links that the suite adds to models of others."""
        for name in self.env.registry:
            model = self.env[name]
            if model._original_module in MODULES or not model._auto:
                continue
            if model._abstract or model._transient:
                continue
            for field in self._own_links(model):
                if field._module not in MODULES:
                    continue
                with self.subTest(field=str(field)):
                    self.assertTrue(field.index, "no index")
                    self.assertTrue(self._says_ondelete(model, field), "no ondelete")

    def test_field_prefix(self):
        """Fields on models of others carry our name, so that none collides."""
        for name in self.env.registry:
            model = self.env[name]
            if model._original_module in MODULES:
                continue
            for field in model._fields.values():
                if field._module not in MODULES or self._is_lent(model, field):
                    continue
                with self.subTest(field=str(field)):
                    self.assertTrue(field.name.startswith("property_"))

    def _is_lent(self, model, field):
        """A field of others that we change, or one of a mechanism that we lend."""
        owners = {
            definer._module
            for definer in type(model).mro()
            if any(
                own.name == field.name
                for own in vars(definer).get("_field_definitions", ())
            )
        }
        lent = self.env["property.gate.mixin"]._fields
        return bool(owners - set(MODULES)) or field.name in lent

    def test_company_links_are_checked(self):
        """Models with company and links between them check that companies agree."""
        for model in self.documents:
            company = model._fields.get("company_id")
            if not model._auto or not company or not company.store:
                continue
            checked = [f for f in model._fields.values() if self._is_checked(f)]
            if not checked:
                continue
            with self.subTest(model=model._name):
                self.assertTrue(model._check_company_auto)

    def _is_checked(self, field):
        return field.type == "many2one" and field.store and field.check_company

    def _says_ondelete(self, model, field):
        """Whether a class that defines or extends the field names ``ondelete``."""
        definitions = [vars(parent).get(field.name) for parent in type(model).__mro__]
        return any(
            "ondelete" in (getattr(definition, "_args__", None) or {})
            for definition in definitions
        )

    def _own_links(self, model):
        return [
            field
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and not field.related
            and not field.inherited
            and field.name not in MAGIC_COLUMNS
        ]
