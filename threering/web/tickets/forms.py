"""What the console sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from threering.channels.contract import NotSendable
from threering.kernel.time import now
from threering.tickets.addressing import Recipients, typed
from threering.tickets.attending import Doing
from threering.tickets.checklist import MOST_LETTERS
from threering.tickets.models import Message
from threering.tickets.naming import Named
from threering.tickets.ordering import Order
from threering.tickets.rules import OFFERED, SETTABLE, Priority
from threering.tickets.snoozing import may_sleep
from threering.tickets.tagging import tag_name
from threering.web.kept.telling import kept
from threering.web.knowledge.besides import Said, read
from threering.web.tickets.colleagues import chosen

LONGEST_BESIDES = LONGEST_MENTIONS = 8_000


LONGEST_RECIPIENTS = 8_000


class RecipientsForm(forms.Form):
    """Whom a mail goes to, as typed: addresses with commas between them; nobody: as usual."""

    to = forms.CharField(required=False, max_length=LONGEST_RECIPIENTS)
    cc = forms.CharField(required=False, max_length=LONGEST_RECIPIENTS)

    def clean_cc(self) -> tuple[str, ...]:
        """The addresses of those who read it too."""
        return _addresses(self.cleaned_data["cc"])

    def clean_to(self) -> tuple[str, ...]:
        """The addresses of those who get it."""
        return _addresses(self.cleaned_data["to"])

    @property
    def wanted(self) -> Recipients:
        """Those who were chosen."""
        return Recipients(self.cleaned_data["to"], self.cleaned_data["cc"])


def _addresses(words: str) -> tuple[str, ...]:
    try:
        return typed(words)
    except NotSendable as why:
        raise forms.ValidationError(kept(str(why))) from why


KINDS = [(kind, kind) for kind in ("reply", "note", "forward")]


class ComposerForm(RecipientsForm):
    """A reply, a note or a forward. `key` is made by the screen: the same key is the same one."""

    kind = forms.ChoiceField(choices=KINDS)
    key = forms.UUIDField()
    text = forms.CharField(required=False, max_length=100_000)
    forwards = forms.UUIDField(required=False)
    uploads = forms.CharField(required=False, max_length=2_000)
    seen = forms.UUIDField(required=False)
    besides = forms.CharField(required=False, max_length=LONGEST_BESIDES)
    mentions = forms.CharField(required=False, max_length=LONGEST_MENTIONS)
    status = forms.ChoiceField(
        required=False, choices=[("", ""), *((status.value, status.value) for status in OFFERED)]
    )

    def clean_mentions(self) -> tuple[Named, ...]:
        """The colleagues who were chosen."""
        return chosen(self.cleaned_data["mentions"])

    def clean_text(self) -> str:
        """The words; a message may be passed on without any."""
        text = str(self.cleaned_data["text"])
        if not text and self.cleaned_data.get("kind") != "forward":
            raise forms.ValidationError(_("Write something first."))
        return text

    def clean_besides(self) -> Said:
        """What else shall happen."""
        return read(self.cleaned_data["besides"])

    def clean_uploads(self) -> tuple[UUID, ...]:
        """The uploads that go with it."""
        return uuids(self.cleaned_data["uploads"])


def uuids(words: str) -> tuple[UUID, ...]:
    """Ids with commas between them. Raises ValidationError for anything else."""
    try:
        return tuple(UUID(word) for word in words.split(",") if word)
    except ValueError as error:
        raise forms.ValidationError(_("A file is not here any more. Add it again.")) from error


class DraftForm(forms.Form):
    """What is being written, also nothing."""

    kind = forms.ChoiceField(choices=KINDS)
    text = forms.CharField(required=False, strip=False, max_length=100_000)
    forwards = forms.UUIDField(required=False)
    uploads = forms.CharField(required=False, max_length=2_000)
    besides = forms.CharField(required=False, max_length=LONGEST_BESIDES)
    mentions = forms.CharField(required=False, max_length=LONGEST_MENTIONS)
    to = forms.CharField(required=False, max_length=LONGEST_RECIPIENTS)
    cc = forms.CharField(required=False, max_length=LONGEST_RECIPIENTS)

    def clean_uploads(self) -> tuple[UUID, ...]:
        """The uploads that are to go with it."""
        return uuids(self.cleaned_data["uploads"])

    def clean_mentions(self) -> str:
        """Who was chosen, as it was said."""
        chosen(self.cleaned_data["mentions"])
        return str(self.cleaned_data["mentions"])

    def clean_besides(self) -> str:
        """What else is to happen, as it was said."""
        read(self.cleaned_data["besides"])
        return str(self.cleaned_data["besides"])


class AttendForm(forms.Form):
    """What the reader does at a ticket."""

    doing = forms.ChoiceField(choices=[(word, word) for word in (*Doing, "gone")])


class StatusForm(forms.Form):
    """A status that an agent may set."""

    status = forms.ChoiceField(choices=[(status.value, status.value) for status in SETTABLE])


class SnoozeForm(forms.Form):
    """When a ticket shall be seen again, in the reader's zone; empty: now."""

    until = forms.DateTimeField(required=False)

    def clean_until(self) -> datetime | None:
        """A moment to come, within a year."""
        until: datetime | None = self.cleaned_data["until"]
        if until and not may_sleep(until, now()):
            raise forms.ValidationError(_("Choose a moment to come, within a year."))
        return until


class OnlyForm(forms.Form):
    """Tickets on a screen that are to be looked at again."""

    only = forms.CharField(max_length=8_000)

    def clean_only(self) -> tuple[UUID, ...]:
        """Their ids."""
        return uuids(self.cleaned_data["only"])


class SettleForm(forms.Form):
    """What became of a reply that may have been sent."""

    answer = forms.ChoiceField(choices=[("again", "again"), ("arrived", "arrived")])


class AskForm(forms.Form):
    """A form whose first error is told in one sentence."""

    def first_error(self) -> str:
        """What to tell the person who asked."""
        return str(next(iter(self.errors.values()))[0])


class ViewForm(AskForm):
    """A saved view as somebody writes it."""

    saved = forms.IntegerField(required=False)
    name = forms.CharField(max_length=60, error_messages={"required": _("Give it a name.")})
    query = forms.CharField(
        max_length=200, error_messages={"required": _("Say what it shows, as in a search.")}
    )
    order = forms.ChoiceField(choices=[(order.value, order.value) for order in Order])
    client = forms.SlugField()
    shared = forms.BooleanField(required=False)


class PriorityForm(forms.Form):
    """How urgent a ticket is."""

    priority = forms.TypedChoiceField(
        choices=[(one.value, one.name) for one in Priority], coerce=int
    )


class TagForm(AskForm):
    """A tag to put on a ticket, or to take off it."""

    add = forms.CharField(required=False, max_length=200)
    remove = forms.CharField(required=False, max_length=200)

    def clean_add(self) -> str:
        """As it is kept."""
        return tag_name(self.cleaned_data["add"])

    def clean_remove(self) -> str:
        """As it is kept."""
        return tag_name(self.cleaned_data["remove"])


class StepForm(AskForm):
    """A step to add to a checklist, or one of its steps and what to do with it."""

    text = forms.CharField(required=False, max_length=MOST_LETTERS)
    step = forms.UUIDField(required=False)
    doing = forms.ChoiceField(
        required=False, choices=[(word, word) for word in ("done", "open", "off", "back")]
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("text") and not (data.get("step") and data.get("doing")):
            raise forms.ValidationError(_("Say what has to be done."))
        return data


class RelateForm(AskForm):
    """A ticket that has to do with another one, or has not."""

    add = forms.IntegerField(required=False, min_value=1)
    remove = forms.IntegerField(required=False, min_value=1)


class RegroupForm(AskForm):
    """`key` is made by the screen: the same key is the same regrouping."""

    key = forms.UUIDField()


class IntoForm(RegroupForm):
    """The ticket that another one, or one message of it, goes into."""

    into = forms.CharField(
        max_length=20, error_messages={"required": _("Choose the ticket it belongs to.")}
    )
    message = forms.UUIDField(required=False)

    def clean_into(self) -> int:
        """The number, with or without its #."""
        number = str(self.cleaned_data["into"]).strip().removeprefix("#")
        if not number.isdecimal() or len(number) > 15:
            raise forms.ValidationError(_("Give the number of a ticket, such as 123."))
        return int(number)


class SplitForm(RegroupForm):
    """Messages that shall have a ticket of their own, or the first of them all."""

    first = forms.UUIDField(required=False)

    def chosen(self, said: Sequence[Message]) -> list[Message]:
        """Which of the messages are meant."""
        first = self.cleaned_data["first"]
        places = [n for n, message in enumerate(said) if message.uuid == first]
        if places:
            return list(said[places[0] :])
        data: Any = self.data
        named = set(data.getlist("message"))
        return [message for message in said if str(message.uuid) in named]


class UndoForm(AskForm):
    """The regrouping to take back."""

    regrouping = forms.UUIDField()
