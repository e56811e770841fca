import ast

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Words that stand for the first and the last day of the period in a domain.
PLACEHOLDERS = ("period_start", "period_end")


class PropertyPopulationMixin(models.AbstractModel):
    """Which records are counted or sampled, as a manager writes it in the client.

    Only models of an estate can be named, and the estate is always added to the domain,
    so that no figure leaves it.
    """

    _name = "property.population.mixin"
    _description = "Population"

    @api.model
    def _selection_population_model(self):
        return self._property_model_names(
            "property.estate.mixin", "property.evidence.mixin"
        )

    @api.model
    def _selection_evidence_model(self):
        return self._property_model_names("property.evidence.mixin")

    @api.model
    def _property_model_names(self, *mixins):
        """Models with one of these mixins and what the user calls them."""
        registry = self.env.registry
        names = [
            name
            for name in registry.descendants(mixins, "_inherit")
            if not registry[name]._abstract and not registry[name]._transient
        ]
        # What models are called is no secret, the list of them is for administrators.
        labels = self.env["ir.model"].sudo().search([("model", "in", names)])
        return sorted(labels.mapped(lambda m: (m.model, m.name)), key=lambda x: x[1])

    def _property_check_model(self, name):
        """Odoo takes any value for a selection that a method gives: look here.

        :raise ValidationError: when the field's model is not one of its list
        """
        model, field = self[name], self._fields[name]
        if model not in dict(field._description_selection(self.env)):
            raise ValidationError(
                self.env._(
                    "%(name)s: %(field)s cannot be “%(model)s”.",
                    name=self.display_name,
                    field=field._description_string(self.env),
                    model=model,
                )
            )
        return self.env[model]

    def _property_parse_domain(self, text, model, bounds):
        """The domain that a manager wrote, with the period's days put in.

        :param str text: a domain of plain values; ``"period_start"`` and
            ``"period_end"`` stand for the period
        :param model: the model that it is about
        :param bounds: dict of placeholder to (date, datetime)
        :raise ValidationError: when it is no domain of plain values
        """
        try:
            leaves = ast.literal_eval((text or "").strip() or "[]")
            filled = [self._property_fill_leaf(leaf, model, bounds) for leaf in leaves]
            domain = Domain(filled)
            domain.validate(model)
        except (SyntaxError, TypeError, ValueError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "%(name)s: “%(domain)s” is no domain of plain values on %(model)s.",
                    name=self.display_name,
                    domain=text,
                    model=model._description,
                )
            ) from error
        return domain

    @api.model
    def _property_fill_leaf(self, leaf, model, bounds):
        if isinstance(leaf, str) or leaf[2] not in PLACEHOLDERS:
            return leaf
        path, operator, word = leaf
        *links, name = path.split(".")
        for link in links:
            model = self.env[model._fields[link].comodel_name]
        is_datetime = model._fields[name].type == "datetime"
        return (path, operator, bounds[word][is_datetime])

    def _property_check_domain(self, text, model, bounds):
        """Whoever writes a domain must be allowed to read what it asks for."""
        domain = self._property_parse_domain(text, model, bounds)
        model.check_access("read")
        model.search(domain, limit=1)

    @api.model
    def _property_person_path(self, model, path):
        """The path to the user of a link to a user, a staff member or an employee.

        :raise ValidationError: when the path does not lead to a person
        """
        target = model
        for name in path.split("."):
            field = target._fields.get(name)
            if not field or not field.relational:
                break
            target = self.env[field.comodel_name]
        else:
            if target._name == "res.users":
                return path
            if "user_id" in target._fields:
                return f"{path}.user_id"
        raise ValidationError(
            self.env._(
                "%(name)s: “%(path)s” on %(model)s leads to no user or staff member.",
                name=self.display_name,
                path=path,
                model=model._description,
            )
        )
