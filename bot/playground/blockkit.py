"""First cut: blocks get their ids."""

from .workspace import Json
from .world import World


def accept(world: World, blocks: list[Json], surface: str) -> list[Json]:
    """Return the blocks with ids where none were given."""
    del surface
    return [_named(world, block) for block in blocks]


def accept_view(world: World, view: Json) -> Json:
    """Return the view with ids in its blocks."""
    return view | {"blocks": accept(world, view.get("blocks", []), view.get("type", "modal"))}


def _named(world: World, block: Json) -> Json:
    named = {"block_id": world.new_id("b"), **block}
    for place in ("element", "accessory"):
        if place in named:
            named[place] = _with_action(world, named[place])
    if named["type"] == "actions":
        named["elements"] = [_with_action(world, element) for element in named["elements"]]
    return named


def _with_action(world: World, element: Json) -> Json:
    if element.get("type") == "image":
        return element
    return {"action_id": world.new_id("a"), **element}
