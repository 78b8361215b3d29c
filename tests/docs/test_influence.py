"""The table of the attributes that can change each slot matches the rules."""

from docs import influence


def test_the_table_is_that_of_the_rules() -> None:
    """Each mark, and each place without one, is proven by the rulebook as it is."""
    page = influence.PAGE.read_text("utf-8")
    shown = page[page.index(influence.BEGIN) + len(influence.BEGIN) : page.index(influence.END)]
    assert shown.strip() == influence.influence_table().strip(), "make it anew: python docs/influence.py"
