"""One of each thing that a client can have, made through the front door."""

from __future__ import annotations

from uuid import uuid4

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import Mailer, key_of, mail, message_id, normal
from tests.acceptance.samples import designed
from tests.acceptance.visitor import Arrived, Said, Visitor, ledger, messages, text_of
from tests.acceptance.ways_in import passkey, second_sign_in
from tests.pushes import Receiver
from threering.runtime.demo.cast import HOME, QUILLMERE

HELP = QUILLMERE.inbox_address
NOBODY = "refuses@shopper.example"


def belongings(demo: Demo, owner: Visitor, token: str) -> dict[str, str]:
    """One of each thing that a client can have, made through the front door."""
    ticket = _ticket(demo, owner, token)
    bounced = _failed(demo, owner, token)
    nameless = normal(f"Subject: {token}\n\nFrom nobody.".encode())
    replay = _arrived(demo, owner, nameless).replay
    left = mail(token, to="ann@shopper.example", subject=token, sender=HELP)
    Mailer(demo.house.outbox).deliver(left, "ann@shopper.example", HELP)
    outbox = wait_until(lambda: owner.get("/outbox").tree.css_first("li.row > a"), "a mail left")
    address = ticket.replace("/tickets/all/", "/t/")
    return (
        {
            "ticket": ticket,
            "ticket-part": f"{ticket}/part",
            "ticket-messages": f"{address}/messages",
            "ticket-reply": f"{address}/reply",
            "ticket-assign": f"{address}/assign",
            "ticket-status": f"{address}/status",
            "ticket-snooze": f"{address}/snooze",
            "ticket-priority": f"{address}/priority",
            "ticket-team": f"{address}/team",
            "ticket-checklist": f"{address}/checklist",
            "ticket-fields": f"{address}/fields",
            "ticket-tags": f"{address}/tags",
            "ticket-known-tags": f"{address}/tags/known",
            "ticket-reason": f"{address}/reason",
            "ticket-reasons": f"{address}/reasons",
            "ticket-attend": f"{address}/attend",
            "ticket-draft": f"{address}/draft",
            "ticket-files": f"{address}/files",
            "ticket-forward": f"{address}/forward",
            "said": messages(owner, ticket)[0].key,
            "ticket-recipients": f"{address}/recipients",
            "reply-take-back": _unsaid(owner, ticket),
            "attachment": messages(owner, ticket)[0].files[0],
            "attachment-text": f"{messages(owner, ticket)[0].files[0]}/text",
            "attachment-held": _held(demo, owner, token),
            "message-html": _framed(demo, owner, token),
            "delivery-settle": bounced.settle,
            "arrival-replay": replay,
            "inbox-replay": _replay_of_the_inbox(owner),
            "outbox-mail": str(outbox.attributes["href"]),
            "into": ticket.rpartition("/")[2],
            "ticket-history": f"{address}/history",
            "ticket-print": f"{address}/print",
            "ticket-related": f"{address}/related",
            "ticket-replies": f"{address}/replies",
            "ticket-colleagues": f"{address}/colleagues",
        }
        | _bulk(owner, ticket, _ticket(demo, owner, token))
        | _saved_view(owner, token)
        | _regroupable(demo, owner, token)
        | _saved_reply(owner, token)
        | _reason(owner)
        | _field(owner)
        | {"notices-read": "/notices/read", "notice": _notice(demo, owner, address)}
        | _browser(owner)
        | second_sign_in(demo, owner)
        | passkey(owner)
        | _customers(demo, owner, token)
    )


def _browser(owner: Visitor) -> dict[str, str]:
    """A browser in which the owner is notified. Its push service is nowhere."""
    form = {"endpoint": f"https://push.invalid/{uuid4()}"} | Receiver().form
    assert owner.post("/me/browsers", form).status == 201
    button = owner.get("/me").tree.css_first("#browsers [data-post]")
    assert button
    return {"browser": str(button.attributes["data-post"])}


def _saved_view(owner: Visitor, token: str) -> dict[str, str]:
    """A view that the owner saved."""
    form = {"name": f"Private {token}", "query": token, "order": "latest", "client": HOME}
    link = owner.post("/views/keep", form).tree.css_first("[data-kept-view]")
    assert link
    pk = str(link.attributes["data-kept-view"]).removeprefix("saved-")
    return {"view-keep": "/views/keep", "view-drop": f"/views/{pk}/drop", "saved-view": pk}


def _saved_reply(owner: Visitor, token: str) -> dict[str, str]:
    """A saved reply of the owner's brand."""
    place = f"{HOME}/{QUILLMERE.slug}"
    form = {"name": f"Private {token}", "place": place, "text": f"Private {token}"}
    assert owner.post("/replies/new", form | {"language": ""}).status == 302
    link = owner.get(f"/replies?q={token}").tree.css_first(".shelf__name a")
    assert link
    address = str(link.attributes["href"])
    archive = {"reply-archive": f"{address}/archive", "reply-place": place}
    return {"reply-edit": address} | archive


def _reason(owner: Visitor) -> dict[str, str]:
    """A contact reason of the owner's client: its other brands share it, other clients do not."""
    name = f"{HOME} {uuid4().hex}"
    assert owner.post("/reasons/new", {"name": name, "under": ""}).status == 302
    page = owner.get("/reasons").tree
    links = (node for node in page.css(".reasons__what a") if name in node.text())
    address = str(next(links).attributes["href"])
    return {
        "reason": address.rpartition("/")[2],
        "reason-name": name,
        "reason-edit": address,
        "reason-order": f"{address}/order",
        "reason-archive": f"{address}/archive",
    }


def _field(owner: Visitor) -> dict[str, str]:
    """A custom field of the owner's client."""
    name = f"{HOME} {uuid4().hex}"
    assert owner.post("/fields/new", {"name": name, "kind": "text"}).status == 302
    links = (node for node in owner.get("/fields").tree.css("td a") if name in node.text())
    address = str(next(links).attributes["href"])
    field = address.rpartition("/")[2]
    return {"field": field, "field-edit": address, "field-archive": f"{address}/archive"}


def _regroupable(demo: Demo, owner: Visitor, token: str) -> dict[str, str]:
    """A ticket with three messages, which are moved, split and merged, and a merge to undo."""
    first = mail(f"One {token}", to=HELP, subject=f"Regroup {token}")
    ticket = _arrived(demo, owner, first).ticket
    for word in ("two", "three"):
        answer = mail(word, to=HELP, subject=f"Regroup {token}", answers=message_id(first))
        assert _arrived(demo, owner, answer).ticket == ticket
    merged = _ticket(demo, owner, token).replace("/tickets/all/", "/t/")
    form = {"into": ticket.rpartition("/")[2], "key": str(uuid4())}
    told = owner.post(f"{merged}/merge", form).tree.css_first("[data-regrouping]")
    said = [item.attributes["data-message"] for item in owner.get(ticket).tree.css("#log .msg")]
    address = ticket.replace("/tickets/all/", "/t/")
    return {
        "ticket-merging": f"{address}/merging",
        "ticket-splitting": f"{address}/splitting?message={said[1]}",
        "ticket-split": f"{address}/split",
        "ticket-move": f"{address}/move",
        "ticket-undo": f"{address}/undo",
        "ticket-merge": f"{address}/merge",
        "customer-merge": f"{address}/same-customer",
        "customer-part": f"{address}/other-customer",
        "regrouping": str(told.attributes["data-regrouping"]) if told else "",
        "second": str(said[1]),
        "third": str(said[2]),
    }


def _customers(demo: Demo, owner: Visitor, token: str) -> dict[str, str]:
    """A customer of the owner's brand alone, with a note, and another one."""
    pages = []
    for name in ("one", "two"):
        sender = f"{name}-{token}@shopper.example"
        raw = mail(f"Private {token}", to=HELP, subject=f"Customer {token}", sender=sender)
        link = owner.get(_arrived(demo, owner, raw).ticket).tree.css_first("#side .who a")
        pages.append(str(link.attributes["href"]) if link else "")
    form = {"text": f"Private {token}", "key": str(uuid4())}
    assert owner.post(f"{pages[0]}/notes", form).status == 204
    tool = owner.get(pages[0]).tree.css_first(".known__tool")
    assert tool
    return {
        "customer": pages[0],
        "customer-details": f"{pages[0]}/details",
        "customer-notes": f"{pages[0]}/notes",
        "customer-note": str(tool.attributes["data-post"]),
        "customer-privacy": f"{pages[0]}/privacy",
        "customer-consent": f"{pages[0]}/consent",
        "customer-erasure": f"{pages[0]}/erasure",
        "customer-given-out": f"{pages[0]}/given-out",
        "customer-same": f"{pages[0]}/same",
        "second-customer": pages[1].rpartition("/")[2],
    }


def _bulk(owner: Visitor, ticket: str, other: str) -> dict[str, str]:
    """A change that the owner asked of many tickets, here of one, and two that may be merged."""
    both = [_id_of(owner, address) for address in (ticket, other)]
    chosen, key = both[0], str(uuid4())
    form = {"what": "tag", "value": "many", "tickets": chosen, "key": key}
    assert owner.post("/bulk", form).status == 201
    return {
        "chosen": chosen,
        "bulk": "/bulk",
        "bulk-merging": f"/bulk/merging?only={','.join(both)}",
        "bulk-progress": f"/bulk/{key}",
        "bulk-undo": f"/bulk/{key}/undo",
        "bulk-seen": f"/bulk/{key}/seen",
    }


def _id_of(owner: Visitor, ticket: str) -> str:
    thread = owner.get(ticket).tree.css_first("#thread")
    assert thread
    return str(thread.attributes["data-ticket"])


def _replay_of_the_inbox(owner: Visitor) -> str:
    """Where the owner asks that all that is quarantined in the inbox is read again."""
    page = owner.get("/ledger/inboxes").tree
    ours = [one for one in page.css("section.inbox") if text_of(one, "h2") == HELP]
    return str(ours[0].css("[data-post]")[0].attributes["data-post"])


def _ticket(demo: Demo, owner: Visitor, token: str) -> str:
    raw = mail(f"Private {token}", to=HELP, subject=f"Private {token}", file=f"{token};private\n")
    return _arrived(demo, owner, raw).ticket


def _held(demo: Demo, owner: Visitor, token: str) -> str:
    """Where a dangerous file is released."""
    raw = mail(f"Run it {token}", to=HELP, subject=f"Held {token}", file=b"MZ\0")
    button = owner.get(_arrived(demo, owner, raw).ticket).tree.css_first(".file--held [data-post]")
    assert button
    return str(button.attributes["data-post"])


def _framed(demo: Demo, owner: Visitor, token: str) -> str:
    """The frame of a designed mail."""
    ticket = _arrived(demo, owner, designed(token, HELP, words=f"Private {token}")).ticket
    frame = owner.get(ticket).tree.css_first("iframe")
    assert frame
    return str(frame.attributes["src"])


def _unsaid(owner: Visitor, ticket: str) -> str:
    """Where a reply was taken back; whoever asks again is given its words again."""
    form = {"kind": "reply", "text": "Better not.", "key": str(uuid4())}
    assert owner.post(ticket.replace("/tickets/all/", "/t/") + "/reply", form).status == 201
    button = owner.get(ticket).tree.css_first("[data-do=take-back]")
    assert button
    address = str(button.attributes["data-url"])
    assert owner.post(address).status == 200
    return address


def _failed(demo: Demo, owner: Visitor, token: str) -> Said:
    """A reply that could not be delivered: only such a one can be settled."""
    demo.sink.refuse.add(NOBODY)
    raw = mail(f"Answer me {token}", to=HELP, subject=f"Refused {token}", sender=NOBODY)
    ticket = _arrived(demo, owner, raw).ticket
    form = {"kind": "reply", "text": "Here you are.", "key": str(uuid4())}
    address = ticket.replace("/tickets/all/", "/t/") + "/reply"
    assert owner.post(address, form).status == 201
    return wait_until(lambda: _settleable(owner, ticket), "the reply is refused")


def _settleable(owner: Visitor, ticket: str) -> Said | None:
    return next((said for said in messages(owner, ticket) if said.settle), None)


def _arrived(demo: Demo, owner: Visitor, raw: bytes) -> Arrived:
    """Send a mail and wait for its outcome."""
    demo.mailer.deliver(raw, HELP)

    def line() -> Arrived | None:
        lines = (line for line in ledger(owner) if line.key == key_of(raw))
        return next((line for line in lines if line.outcome != "Waiting"), None)

    return wait_until(line, "the mail is understood")


def _notice(demo: Demo, owner: Visitor, address: str) -> str:
    """What the owner is told when a colleague names them in a note."""
    colleague = demo.visitor("orla")
    options = colleague.get(f"{address}/colleagues?q=tobias").tree.css("[data-chosen]")
    chosen = str(options[0].attributes["data-chosen"])
    text = f"@{chosen.partition(' ')[2]} please look"
    form = {"kind": "note", "text": text, "mentions": chosen, "key": str(uuid4())}
    assert colleague.post(f"{address}/reply", form).status == 201
    told = owner.get("/notices").tree.css_first("[data-notice]")
    assert told
    return str(told.attributes["data-notice"])
