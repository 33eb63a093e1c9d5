"""The pages of the desk that a menu leads to."""

from typing import Final, NamedTuple

from store.moderators import Moderator, Role


class Item(NamedTuple):
    """A page: its name, its address, and the least role that may see it."""

    name: str
    path: str
    role: Role


NAVIGATION: Final = (
    Item("Queue", "/desk", "moderator"),
    Item("Decided", "/desk/decided", "moderator"),
    Item("Insights", "/desk/insights", "moderator"),
    Item("What if", "/desk/what-if", "moderator"),
    Item("Models", "/desk/models", "moderator"),
    Item("People", "/desk/people", "admin"),
    Item("Audit log", "/desk/audit", "admin"),
)


def menu(moderator: Moderator) -> list[Item]:
    """Those that are for them."""
    return [item for item in NAVIGATION if moderator.may(item.role)]
