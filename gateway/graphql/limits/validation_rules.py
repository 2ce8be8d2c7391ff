"""What validation asks of a document here: GraphQL's own rules, three of them in our words."""

from typing import Any, Final, cast

from graphql import (
    ASTValidationRule,
    FieldNode,
    GraphQLError,
    OverlappingFieldsCanBeMergedRule,
    ScalarLeafsRule,
    ValidationContext,
    ValidationRule,
    is_leaf_type,
    specified_rules,
)
from graphql.type import get_named_type
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from gateway.graphql.limits.size import INTROSPECTION

Rule = type[ASTValidationRule]

# Strawberry marks one-of inputs in a way of its own, and brings the rule that knows it.
_USUAL: Final[tuple[Rule, ...]] = (*specified_rules, OneOfInputValidationRule)


def rules(*, introspection: bool) -> tuple[Rule, ...]:
    """Return the rules but for `merging`; without *introspection* nothing asks of the schema."""
    usual = [rule for rule in _USUAL if rule is not OverlappingFieldsCanBeMergedRule]
    if introspection:
        return tuple(usual)
    return NoIntrospection, *(Leafs if rule is ScalarLeafsRule else rule for rule in usual)


def merging(comparisons: int) -> Rule:
    """Return the rule about fields of one name, which gives up after so many comparisons.

    The usual budget lets 2 KB of equal fields take 0.2 s.
    """

    class Merging(OverlappingFieldsCanBeMergedRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            self.rule_context.remaining_complexity_budget = comparisons

    return Merging


class NoIntrospection(ValidationRule):
    """Refuses questions about the schema, and allows `__typename`."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Refuse the two fields that lead to the schema."""
        if node.name.value in INTROSPECTION:
            text = f"{node.name.value} is not answered: introspection is switched off."
            error = GraphQLError(text, node, extensions={"code": "INTROSPECTION_DISABLED"})
            self.report_error(error)


class Leafs(ScalarLeafsRule):
    """The rule about missing selections, whose usual words suggest one."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Refuse an object without a selection, and leave the rest to the usual rule."""
        context: Any = self.context
        named = cast("Any", get_named_type(context.get_type()))
        if node.selection_set or named is None or is_leaf_type(named):
            super().enter_field(node)
            return
        self.report_error(GraphQLError(f"Select fields of {node.name.value}.", node))
