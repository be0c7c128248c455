"""Somebody at the pages: an HTTP client with cookies, and readers of what the pages show."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.acceptance.house import PATIENCE

TIMEOUT = 30.0
TOO_MUCH, TRIES = 429, 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        """Where it sends us, "" if nowhere."""
        return self.headers.get("location", "")

    @property
    def tree(self) -> LexborHTMLParser:
        """The page."""
        return LexborHTMLParser(self.text)


class Visitor:
    """One browser, without scripts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = ""
        """By which name it reaches us, where the address would not do."""
        self.cookies: dict[str, str] = {}

    def sign_in(self, login: str, password: str) -> Visitor:
        """Through the sign-in page."""
        self.get("/login")
        answer = self.post("/login", {"login": login, "password": password})
        assert answer.status == 302, f"{login} cannot sign in: {answer.status}"
        return self

    def again(self, password: str) -> None:
        """Show once more who one is, as sensitive steps ask."""
        answer = self.post("/me/safety/again?next=/me/safety", {"password": password})
        assert answer.location == "/me/safety"

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self.ask("GET", path)

    def post(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Send a form, with the token of this visitor."""
        return self.ask("POST", path, data or {})

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own. Redirects are not followed.

        Where it was too much at once it waits, as a person would: an attack that is turned away
        for its speed has proved nothing.
        """
        body = None if data is None else urlencode(data).encode()
        for _ in range(TRIES):
            answer = self.exchange(method, path, body, self.headers(form=data is not None))
            if answer.status != TOO_MUCH:
                break
            time.sleep(1)
        return answer

    def send(self, path: str, body: bytes, edge: str) -> Answer:
        """Send a form with a file; `edge` stands between its parts."""
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self.exchange("POST", path, body, self.headers(form=True) | kind)

    def exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """One request with just these headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("set-cookie") or []:
                self._remember(line)
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
        finally:
            connection.close()

    def headers(self, *, form: bool = False) -> dict[str, str]:
        """The cookies, and for a form the token against forgery."""
        found = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if self.host:
            found["Host"] = f"{self.host}:{self.port}"
        if form:
            found["Content-Type"] = "application/x-www-form-urlencoded"
            found["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        return found

    def _remember(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            self.cookies[name] = morsel.value

    def insist(self, method: str, path: str, data: dict[str, str] | None = None) -> Answer:
        """The same request again and again while the house is not itself: as a browser's Retry."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(method, path, data)
                if answer.status < 500:
                    return answer
                trouble = f"status {answer.status}"
            except (OSError, http.client.HTTPException) as error:
                trouble = repr(error)
            assert time.monotonic() < until, f"{method} {path} never worked: {trouble}"
            time.sleep(0.2)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A line of the ledger page."""

    key: str
    outcome: str
    reason: str
    ticket: str
    replay: str


def ledger(visitor: Visitor, query: str = "") -> list[Arrived]:
    """The whole ledger page, all of its pages, latest first."""
    return list(arrivals(visitor, query))


def arrivals(visitor: Visitor, query: str = "") -> Iterator[Arrived]:
    """The lines of the ledger page, latest first; a page is fetched when it is wanted."""
    path = f"/ledger{query}"
    while path:
        tree = visitor.insist("GET", path).tree
        yield from (_arrived(row) for row in tree.css("table.arrivals tbody tr[id]"))
        more = tree.css_first("tr.more a")
        path = str(more.attributes["href"]) if more else ""


def _arrived(row: LexborNode) -> Arrived:
    link, again = row.css_first(".arrival__outcome a"), row.css_first("[data-post]")
    return Arrived(
        key=text_of(row, ".arrival__key"),
        outcome=text_of(row, ".arrival__outcome .pill"),
        reason=text_of(row, ".arrival__reason"),
        ticket=str(link.attributes["href"]) if link else "",
        replay=str(again.attributes["data-post"]) if again else "",
    )


def text_of(node: LexborNode, selector: str) -> str:
    """The words of the first element that fits, "" if there is none."""
    found = node.css_first(selector)
    return found.text(strip=True) if found else ""


def tickets(visitor: Visitor, view: str = "all") -> Iterator[str]:
    """The addresses of all tickets of a view, through every page of its list."""
    path = f"/tickets/{view}/list"
    while path:
        tree = visitor.insist("GET", path).tree
        for link in tree.css("li.row > a"):
            yield str(link.attributes["href"])
        more = tree.css_first("li.more")
        path = str(more.attributes["hx-get"]) if more else ""


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a ticket's page."""

    kind: str
    key: str
    text: str
    state: str
    settle: str
    files: tuple[str, ...]


def messages(visitor: Visitor, ticket: str) -> list[Said]:
    """Every message that a ticket's page shows, oldest first."""
    answer = visitor.insist("GET", ticket)
    assert answer.status == 200, f"{ticket}: {answer.status}"
    return [_said(item) for item in answer.tree.css("#log .msg")]


def _said(item: LexborNode) -> Said:
    classes = str(item.attributes["class"]).split()
    settle, body = item.css_first("[hx-post]"), item.css_first(".msg__body")
    return Said(
        kind=next(c.removeprefix("msg--") for c in classes if c.startswith("msg--")),
        key=str(item.attributes["id"]).removeprefix("m-"),
        text=body.text().strip("\n") if body else "",
        state=item.attributes.get("data-state") or "",
        settle=str(settle.attributes["hx-post"]) if settle else "",
        files=tuple(str(link.attributes["href"]) for link in item.css("a.file")),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of the live stream."""

    id: str
    event: str
    data: dict[str, object]
    raw: str


class Stream:
    """An open live stream; collects what comes until closed."""

    def __init__(self, visitor: Visitor, last_id: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=TIMEOUT)
        extra = {"Last-Event-ID": last_id} if last_id else {}
        self.connection.request("GET", "/live", headers=visitor.headers() | extra)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.frames: list[Frame] = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        lines: dict[str, str] = {}
        while line := self._line():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                lines[name] = value
            elif lines.get("event"):
                data = json.loads(lines.get("data", "{}"))
                frame = Frame(lines.get("id", ""), lines["event"], data, lines.get("data", ""))
                with self.news:
                    self.frames.append(frame)
                    self.news.notify_all()
            lines = lines if name else {}

    def _line(self) -> str:
        try:
            return self.answer.readline().decode()
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return ""

    def wait_for(self, fits: Callable[[Frame], bool], what: str, patience: float = 20) -> Frame:
        """The first frame that fits."""

        def found() -> Frame | None:
            return next(filter(fits, self.frames), None)

        with self.news:
            frame = self.news.wait_for(found, patience)
        assert frame, f"the stream did not bring {what} within {patience:.0f} s"
        return frame

    def close(self) -> None:
        """Leave."""
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.reader.join()
        self.answer.close()
        self.connection.close()
