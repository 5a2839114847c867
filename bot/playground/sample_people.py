"""The sample workspace's people: two teams of a holiday resort, who leads them, who works there."""

from __future__ import annotations

from dataclasses import dataclass

from .workspace import Channel, User, UserGroup

SHANGHAI, TOKYO = "Asia/Shanghai", "Asia/Tokyo"
ENGLISH, CHINESE = "en-US", "zh-CN"


@dataclass(frozen=True)
class Crew:
    """A team as it is set up: its channel and people by handle."""

    name: str
    channel: str
    zone: str
    locale: str
    lead: str
    agents: tuple[str, ...]


FRONT_DESK = Crew(
    "Front Desk",
    "front-desk",
    SHANGHAI,
    ENGLISH,
    "jo",
    ("mira", "tom", "ana", "wangfang", "lina", "lee", "zhangwei"),
)
CARE_LINE = Crew(
    "Care Line",
    "care-line",
    TOKYO,
    CHINESE,
    "chenjing",
    ("nadia", "sam", "liuyang", "marco"),  # Elena and 张伟 come later
)
CREWS = (FRONT_DESK, CARE_LINE)
HR = "hana"
WORKSPACE = "T0LAKESIDE"
PRAISE = "praise"


def id_of(handle: str) -> str:
    """Return the Slack id behind a handle."""
    return f"U0{handle.upper()}"


def channel_id(name: str) -> str:
    """Return the Slack id of a channel."""
    return f"C0{name.replace('-', '').upper()}"


def _user(
    name: str,
    real_name: str,
    title: str,
    color: str,
    *,
    zone: str = SHANGHAI,
    locale: str = ENGLISH,
    called: str = "",
    is_admin: bool = False,
    deleted: bool = False,
) -> User:
    return User(
        id=id_of(name),
        name=name,
        real_name=real_name,
        display_name=called or real_name,
        title=title,
        email=f"{name}@lakeside.example",
        is_admin=is_admin,
        deleted=deleted,
        locale=locale,
        tz=zone,
        color=color,
    )


USERS = (
    _user("jo", "Jo Park", "Front Desk supervisor", "3a6ea5", called="Jo"),
    _user(
        "chenjing",
        "陈静",
        "客服热线主管",
        "8a5a9e",
        zone=TOKYO,
        locale=CHINESE,
    ),
    _user("hana", "Hana Ortiz", "Head of HR", "b5533c", zone=TOKYO, called="Hana", is_admin=True),
    _user("mira", "Mira Chen", "Senior host", "2f8f6b", called="Mira"),
    _user("tom", "Tom Becker", "Host", "c08a2b", called="Tom"),
    _user("ana", "Ana Silva", "Host", "d06c7e", called="Ana"),
    _user("wangfang", "王芳", "前台接待", "5b8c3a", locale=CHINESE, called="小芳"),
    _user("lina", "李娜", "前台接待", "4a90b8", locale=CHINESE),
    _user("lee", "Lee Grant", "Host", "7a6652", called="Lee"),
    _user("zhangwei", "张伟", "客服专员", "5f6fb3", zone=TOKYO, locale=CHINESE),
    _user("nadia", "Nadia Haddad", "Care agent", "b0577d", zone=TOKYO, called="Nadia"),
    _user("sam", "Sam Okafor", "Senior care agent", "2e7d8c", zone=TOKYO, called="Sam"),
    _user("liuyang", "刘洋", "客服专员", "a3622f", zone=TOKYO, locale=CHINESE),
    _user("elena", "Elena Rossi", "Care agent", "9a7bc8", zone=TOKYO, called="Elena"),
    _user("marco", "Marco Diaz", "Care agent", "6d8f2f", zone=TOKYO, called="Marco"),
    _user("priya", "Priya Nair", "Accountant", "7d7f87", called="Priya"),
    _user("oskar", "Oskar Lind", "Host", "8d8d8d", called="Oskar", deleted=True),
)

_EVERYBODY = tuple(user.id for user in USERS if not user.deleted)
_IN_FRONT = tuple(map(id_of, ("jo", "hana", "mira", "tom", "ana", "wangfang", "lina", "lee")))
_ON_THE_LINE = tuple(
    map(id_of, ("chenjing", "hana", "nadia", "sam", "liuyang", "marco", "elena", "zhangwei"))
)

CHANNELS = (
    Channel(channel_id("general"), "general", _EVERYBODY, "All of Lakeside"),
    Channel(channel_id("front-desk"), "front-desk", _IN_FRONT, "Reception, lobby, lost property"),
    Channel(channel_id("care-line"), "care-line", _ON_THE_LINE, "热线与邮件 · phone and mail"),
    Channel(channel_id("praise"), "praise", _EVERYBODY, "What our guests thank us for"),
)
GROUPS = (
    UserGroup(
        "S0FRONTDESK",
        "front-desk-crew",
        "Front Desk crew",
        tuple(map(id_of, ("mira", "tom", "ana", "wangfang", "lina", "lee"))),
    ),
)
