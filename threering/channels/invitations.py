"""The mail that invites somebody: from which inbox it leaves, and what stands in it."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from threering.channels.contract import Outbound
from threering.channels.models import Inbox
from threering.channels.outgoing import signing_for, with_ways_of_their_own
from threering.organisation.models import Agent, Client, Invitation
from threering.organisation.rules import INVITED_FOR


def inbox_to_invite_from(client: Client) -> Inbox | None:
    """The client's first inbox from which mail can leave; None where none can."""
    inboxes = Inbox.objects.filter(client=client, kind="email", off_at=None)
    if not settings.SMTP_URL:
        inboxes = inboxes.filter(pk__in=with_ways_of_their_own())
    found: Inbox | None = inboxes.select_related("brand").order_by("pk").first()
    return found


def letter(
    invitation: Invitation, link: str, inbox: Inbox, *, by: Agent, external_id: str
) -> Outbound:
    """The mail, in the language of whoever invites."""
    with translation.override(by.language):
        subject = _("%(who)s invites you to %(client)s") % {
            "who": by.name,
            "client": invitation.client.name,
        }
        text = _text(invitation, link, by)
    return Outbound(
        external_id=external_id,
        sent_at=invitation.sent_at,
        sender_name="Threering",
        sender_handle=inbox.address,
        recipients=[invitation.email],
        subject=subject,
        text=text,
        language=by.language,
        automatic=True,
        signing=signing_for(inbox),
    )


def _text(invitation: Invitation, link: str, by: Agent) -> str:
    told = {"who": by.name, "client": invitation.client.name}
    days = {"days": INVITED_FOR.days}
    parts = [
        _("Hello %(name)s,") % {"name": invitation.name},
        _("%(who)s asks you to work for %(client)s in Threering. Open this address to come in:")
        % told,
        f"{settings.URL}/invitation/{link}",
        _("It works once, within %(days)s days, and is for you alone: do not pass it on.") % days,
        _("You did not expect this? Then do nothing: without you nothing happens."),
    ]
    return "\n\n".join(parts)
