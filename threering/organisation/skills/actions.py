"""What people can do, as their leads say it."""

from __future__ import annotations

from django.db import transaction

from threering.organisation.models import Agent, Client
from threering.organisation.skills.models import Ability, Level, Skill


@transaction.atomic
def set_level(skill: Skill, person: Agent, level: Level | None) -> int:
    """Say how well somebody can do it, None: not at all; what was said before, 0 for nothing."""
    Skill.objects.select_for_update().get(pk=skill.pk)
    row = Ability.objects.filter(skill=skill, agent=person).first()
    before = row.level if row else 0
    if level is None:
        Ability.objects.filter(skill=skill, agent=person).delete()
    elif level != before:
        Ability.objects.update_or_create(skill=skill, agent=person, defaults={"level": level})
    return before


def levels_of(skill: Skill) -> dict[int, Level]:
    """How well people have a skill, by their ids."""
    rows = Ability.objects.filter(skill=skill).values_list("agent", "level")
    return {agent: Level(level) for agent, level in rows}


def skills_of(person: Agent, client: Client) -> list[tuple[str, Level]]:
    """What somebody can do for a client, by name."""
    rows = Ability.objects.filter(agent=person, skill__client=client, skill__archived_at=None)
    found = rows.values_list("skill__name", "level")
    return sorted(
        ((name, Level(level)) for name, level in found), key=lambda one: one[0].casefold()
    )
