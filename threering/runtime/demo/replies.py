"""The saved replies of the demo, and when its people used them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files
from random import Random
from typing import Any

from threering.knowledge.actions import Content, about, write
from threering.knowledge.models import SavedReply, SavedReplyUse
from threering.ledger.catalogue_replies import SavedReplyUsed
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent, Brand, Client, Team
from threering.tickets.actions import about as ticket_about
from threering.tickets.models import Message

TEXTS = "texts/replies.toml"
LANGUAGES = ("en", "de", "fr", "es")
SHARE = 0.3
"""How many of the replies were begun with a saved one."""


def save_replies(by: Agent) -> dict[SavedReply, int]:
    """Write them all down; how often each is used, as a weight."""
    written = tomllib.loads(files(__package__).joinpath(TEXTS).read_text("utf-8"))["reply"]
    clients = {client.slug: client for client in Client.objects.all()}
    brands = {brand.slug: brand for brand in Brand.objects.all()}
    teams = {(team.client.slug, team.name): team for team in Team.objects.select_related("client")}
    kept = {}
    for one in written:
        team = teams[one["client"], one["team"]] if "team" in one else None
        content = _content(one, clients[one["client"]], brands.get(one.get("brand", "")), team)
        at = clients[one["client"]].created_at
        reply, facts = write(content, by=by, at=at)
        record(facts, about(reply), Actor.agent(by), at=at, quiet=True)
        kept[reply] = int(one["weight"])
    return kept


def _content(
    one: dict[str, Any], client: Client, brand: Brand | None, team: Team | None
) -> Content:
    return Content(
        client=client,
        brand=brand,
        team=team,
        name=one["name"],
        shortcut=one.get("shortcut", ""),
        texts={language: one[language] for language in LANGUAGES if language in one},
        status=one.get("status", ""),
        priority=one.get("priority"),
        tags=tuple(one.get("tags", ())),
        assigns=one.get("assigns", False),
    )


def use_replies(kept: dict[SavedReply, int], *, seed: int = 7) -> None:
    """Let the people of the demo have used them, in messages that they wrote."""
    rng = Random(seed)  # noqa: S311 - nobody guards anything with it
    shelf = defaultdict[int, list[SavedReply]](list)
    for reply in kept:
        shelf[reply.client_id].append(reply)
    members = set(Team.members.through.objects.values_list("agent_id", "team_id"))
    said = Message.objects.filter(kind=Message.Kind.AGENT).select_related("ticket", "author")
    for message in said.order_by("pk"):
        if rng.random() < SHARE:
            of_brand = {None, message.ticket.brand_id}
            fitting = [
                reply
                for reply in shelf[message.client_id]
                if reply.brand_id in of_brand
                and (reply.team_id is None or (message.author_id, reply.team_id) in members)
            ]
            _use(rng.choices(fitting, [kept[reply] for reply in fitting])[0], message)


def _use(reply: SavedReply, message: Message) -> None:
    SavedReplyUse.objects.create(
        client_id=reply.client_id, reply=reply, message=message, at=message.at
    )
    if message.author:
        fact = SavedReplyUsed(reply=reply.pk, message=message.pk)
        who, where = Actor.agent(message.author), ticket_about(message.ticket)
        record([fact], where, who, at=message.at, quiet=True)
