"""What the things, their fields and what happens to them are called in the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from threering.organisation.access import Kind
from threering.organisation.audit import ACCESS

THINGS = {
    "organisation.client": _("Client"),
    "organisation.brand": _("Brand"),
    "organisation.agent": _("Person"),
    "organisation.grant": _("Role"),
    "organisation.team": _("Team"),
    "organisation.membership": _("Team member"),
    "organisation.invitation": _("Invitation"),
    "channels.inbox": _("Inbox"),
    "channels.wayout": _("Way out of an inbox"),
    "channels.letterhead": _("Letterhead"),
    "channels.acknowledgement": _("Acknowledgement"),
    "channels.wording": _("Text in mails"),
    "channels.dkimkey": _("DKIM key"),
    "channels.hook": _("Provider's hook"),
    "channels.mailbox": _("Mailbox"),
    "tickets.field": _("Custom field"),
    "tickets.contactreason": _("Contact reason"),
    "tickets.savedview": _("Saved view"),
    "knowledge.savedreply": _("Saved reply"),
    "knowledge.savedreplytext": _("Words of a saved reply"),
}
PEOPLE = ("agent", "grant", "team", "membership", "invitation")
GROUPS = {
    "access": (_("Signing in and exports"), [ACCESS]),
    "people": (_("People and roles"), [f"organisation.{one}" for one in PEOPLE]),
    "brands": (_("Clients and brands"), ["organisation.client", "organisation.brand"]),
    "mail": (_("Mail"), [one for one in THINGS if one.startswith("channels.")]),
    "tickets": (_("Fields, reasons, views"), [one for one in THINGS if one.startswith("tickets.")]),
    "replies": (_("Saved replies"), [one for one in THINGS if one.startswith("knowledge.")]),
}
"""By what the page is filtered; a test holds that nothing is left out."""
DID = {
    "insert": _("Added"),
    "update": _("Changed"),
    "delete": _("Removed"),
    "renewed": _("Secret renewed"),
}
ACCESSES = {
    Kind.SIGNED_IN: _("Signed in"),
    Kind.SIGNED_OUT: _("Signed out"),
    Kind.SIGN_IN_FAILED: _("Could not sign in"),
    Kind.LOCKED_OUT: _("Locked out for a while"),
    Kind.APP_ON: _("Codes from an app switched on"),
    Kind.APP_OFF: _("Codes from an app switched off"),
    Kind.CODES_MADE: _("Made new recovery codes"),
    Kind.PASSKEY_ADDED: _("Added a passkey"),
    Kind.PASSKEY_REMOVED: _("Removed a passkey"),
    Kind.FACTORS_DROPPED: _("Second factors taken off"),
    Kind.AUDIT_EXPORTED: _("Exported the audit"),
    Kind.REPLIES_EXPORTED: _("Exported the saved replies"),
}
NAMED_BY = (
    ("agent_id", "organisation.agent"),
    ("owner_id", "organisation.agent"),
    ("inbox_id", "channels.inbox"),
    ("brand_id", "organisation.brand"),
    ("team_id", "organisation.team"),
    ("reply_id", "knowledge.savedreply"),
    ("parent_id", "tickets.contactreason"),
    ("by_id", "organisation.agent"),
    ("accepted_by_id", "organisation.agent"),
    ("client_id", "organisation.client"),
)
"""Fields that hold the id of something: the first that is filled names a thing without a name."""
QUIET = {"id", "uuid", "client_id", "created_at", "changed_at", "hue", "sent_at"}
"""Fields that tell nobody anything."""
FIELDS = {
    "name": _("Name"),
    "slug": _("Short name"),
    "email": _("Email"),
    "language": _("Language"),
    "kind": _("Kind"),
    "is_active": _("May sign in"),
    "digest": _("Mail of what was not seen"),
    "digest_hour": _("Hour of that mail"),
    "role": _("Role"),
    "roles": _("Roles"),
    "agent_id": _("Person"),
    "owner_id": _("Whose"),
    "brand_id": _("Brand"),
    "team_id": _("Team"),
    "inbox_id": _("Inbox"),
    "reply_id": _("Saved reply"),
    "parent_id": _("Under"),
    "by_id": _("Invited by"),
    "accepted_by_id": _("Accepted by"),
    "accepted_at": _("Accepted"),
    "withdrawn_at": _("Withdrawn"),
    "archived_at": _("Archived"),
    "address": _("Address"),
    "signs_replies": _("Signs reply addresses"),
    "names_ticket": _("Names the ticket in subjects"),
    "pattern": _("Sender's name"),
    "is_on": _("Switched on"),
    "text": _("Text"),
    "domain": _("Domain"),
    "selector": _("Selector"),
    "provider": _("Provider"),
    "host": _("Server"),
    "port": _("Port"),
    "security": _("Encryption"),
    "user": _("User"),
    "folder": _("Folder"),
    "auth": _("Way to sign in"),
    "choices": _("Choices"),
    "position": _("Order"),
    "first_contact_eligible": _("Counts for the first contact"),
    "query": _("Search"),
    "order": _("Order"),
    "shortcut": _("Shortcut"),
    "status": _("Status"),
    "priority": _("Priority"),
    "tags": _("Tags"),
    "assigns": _("Assigns the ticket"),
    "form": _("Format"),
}
