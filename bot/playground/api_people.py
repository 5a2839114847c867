"""Web API methods about people and the app: `auth.*`, `api.test`, `users.*`, `usergroups.*`."""

from .calls import Call
from .refusal import Refused
from .shapes import group_json, user_json, workspace_url
from .workspace import Json

USERS_PAGE = 1000


def auth_test(call: Call) -> Json:
    """Answer auth.test."""
    world = call.world
    return {
        "url": workspace_url(world),
        "team": world.workspace.name,
        "user": world.app.name,
        "team_id": world.workspace.team_id,
        "user_id": world.app.user_id,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    """Answer api.test: the arguments as they came; refuses with `error` where it is given."""
    if error := call.text("error"):
        raise Refused(error)
    return {"args": {name: value for name, value in call.given.items() if name != "token"}}


def user_info(call: Call) -> Json:
    """Answer users.info."""
    with_locale = call.flag("include_locale")
    return {"user": user_json(call.world, call.user(), with_locale=with_locale)}


def list_users(call: Call) -> Json:
    """Answer users.list: everybody, the deactivated and the bots too."""
    users = list(call.world.state.users.values())
    part, cursor = call.page(len(users), limit=USERS_PAGE)
    with_locale = call.flag("include_locale")
    return {
        "members": [user_json(call.world, user, with_locale=with_locale) for user in users[part]],
        "cache_ts": int(call.world.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def list_groups(call: Call) -> Json:
    """Answer usergroups.list."""
    with_users = call.flag("include_users")
    groups = call.world.state.groups.values()
    return {
        "usergroups": [group_json(call.world, group, with_users=with_users) for group in groups]
    }


def group_members(call: Call) -> Json:
    """Answer usergroups.users.list."""
    group = call.world.state.groups.get(call.required("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}
