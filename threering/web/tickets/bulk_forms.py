"""What somebody asks of many tickets: which change, and which tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from threering.kernel.ids import latest_of
from threering.kernel.time import now
from threering.organisation.models import Agent, Team
from threering.organisation.queries import brands_of, people_for
from threering.organisation.rules import Verb
from threering.tickets.bulk.rules import MOST, Change, What
from threering.tickets.models import ContactReason, Ticket
from threering.tickets.properties import made, named
from threering.tickets.rules import OFFERED, Priority
from threering.tickets.snoozing import may_sleep
from threering.tickets.tagging import tag_name
from threering.tickets.viewing import View, view_at
from threering.web.tickets.forms import AskForm, uuids
from threering.web.tickets.searches import asked_for, found_in

Values = dict[str, Any]
LONGEST = 200_000  # characters: some five thousand ids
OfAClient = ContactReason | Team
LATEST = 2**47  # milliseconds; what the first 48 bits of an id hold


def people_of(actor: Agent) -> list[Agent]:
    """Who may answer for any brand the actor has to do with, by name."""
    found = {person.pk: person for brand in brands_of(actor) for person in people_for(brand)}
    return sorted(found.values(), key=lambda person: person.name)


class BulkForm(AskForm):
    """A change (`what`, `value`) of the tickets named, or of all in a view but some."""

    key = forms.UUIDField()
    what = forms.ChoiceField(choices=[(one.value, one.value) for one in What])
    value = forms.CharField(required=False, max_length=200)
    tickets = forms.CharField(required=False, max_length=LONGEST)
    view = forms.CharField(required=False, max_length=40)
    q = forms.CharField(required=False)
    until = forms.IntegerField(required=False, min_value=0, max_value=LATEST)
    without = forms.CharField(required=False, max_length=LONGEST)

    def __init__(self, data: Any, *, actor: Agent) -> None:
        super().__init__(data)
        self.actor = actor

    def clean_view(self) -> View | None:
        """The view whose tickets are meant, all or all but some."""
        view = view_at(self.cleaned_data["view"], self.actor)
        if self.cleaned_data["view"] and view is None:
            raise forms.ValidationError(_("This view is gone. Choose another one."))
        return view

    def clean_tickets(self) -> tuple[UUID, ...]:
        """Named one by one."""
        return uuids(self.cleaned_data["tickets"])

    def clean_without(self) -> tuple[UUID, ...]:
        """All but these."""
        return uuids(self.cleaned_data["without"])

    def clean(self) -> Values:
        """The value as the change keeps it."""
        data: Values = super().clean() or self.cleaned_data
        if "what" in data and "value" in data:
            data["value"] = READ[What(data["what"])](self, data["value"].strip())
        return data

    def change_for(self, client_id: int) -> Change | None:
        """What is asked, in a client's terms; None where that client has no such tag."""
        what, value = What(self.cleaned_data["what"]), self.cleaned_data["value"]
        if what is What.TAG:
            return Change(what, made(client_id, value).pk)
        if what is What.UNTAG:
            tag = named(client_id, value)
            return Change(what, tag.pk) if tag else None
        return Change(what, value.pk if isinstance(value, OfAClient) else value)

    def is_elsewhere(self, clients: Collection[int]) -> bool:
        """Whether what they shall get is of none of these clients."""
        value = self.cleaned_data["value"]
        return isinstance(value, OfAClient) and value.client_id not in clients

    def chosen(self) -> dict[int, list[int]]:
        """The tickets meant, by client, in the order of the list. What nobody sees is not."""
        if self.cleaned_data["view"]:
            found = self._all_in_view()
        else:
            mine = Ticket.objects.visible_to(self.actor)
            found = mine.filter(uuid__in=self.cleaned_data["tickets"])
        clients: dict[int, list[int]] = defaultdict(list)
        for client, pk in found.order_by("-last_at", "-pk").values_list("client", "pk")[:MOST]:
            clients[client].append(pk)
        return clients

    def _all_in_view(self) -> Any:
        data = self.cleaned_data
        found = found_in(self.actor, data["view"], asked_for(data["q"]))
        until = latest_of(data["until"] if data["until"] is not None else LATEST)
        return found.filter(~Q(uuid__in=data["without"]), uuid__lte=until)

    def assignee(self, value: str) -> int | None:
        """The agent, "me", or nobody."""
        if not value:
            return None
        people = [self.actor] if value == "me" else people_of(self.actor)
        for person in people:
            if value in {"me", str(person.uuid)}:
                return int(person.pk)
        raise forms.ValidationError(_("Choose somebody who answers for these tickets."))

    def team(self, value: str) -> Team | None:
        """Whose work they are; nothing is no team's."""
        theirs = Team.objects.visible_to(self.actor, Verb.ASSIGN)
        found: Team | None = theirs.filter(uuid__in=uuids(value), archived_at=None).first()
        if value and found is None:
            raise forms.ValidationError(_("Choose a team."))
        return found

    def status(self, value: str) -> str:
        """One that an agent may set."""
        if value not in {status.value for status in OFFERED}:
            raise forms.ValidationError(_("Choose a status."))
        return value

    def priority(self, value: str) -> int:
        """How urgent."""
        if value not in {str(one.value) for one in Priority}:
            raise forms.ValidationError(_("Choose a priority."))
        return int(value)

    def reason(self, value: str) -> ContactReason | None:
        """Why their customers write; nothing takes it off."""
        theirs = ContactReason.objects.visible_to(self.actor, Verb.DESCRIBE)
        found = theirs.filter(uuid__in=uuids(value), archived_at=None).first()
        if value and found is None:
            raise forms.ValidationError(_("Choose a contact reason."))
        return found

    def tag(self, value: str) -> str:
        """Its name."""
        if not tag_name(value):
            raise forms.ValidationError(_("Name a tag."))
        return tag_name(value)

    def moment(self, value: str) -> str | None:
        """A moment to come within a year, in the reader's zone; nothing wakes."""
        if not value:
            return None
        until: datetime | None = forms.DateTimeField().clean(value)
        if until is None or not may_sleep(until, now()):
            raise forms.ValidationError(_("Choose a moment to come, within a year."))
        return until.isoformat()


READ = {
    What.ASSIGN: BulkForm.assignee,
    What.TEAM: BulkForm.team,
    What.STATUS: BulkForm.status,
    What.PRIORITY: BulkForm.priority,
    What.REASON: BulkForm.reason,
    What.TAG: BulkForm.tag,
    What.UNTAG: BulkForm.tag,
    What.SNOOZE: BulkForm.moment,
}
