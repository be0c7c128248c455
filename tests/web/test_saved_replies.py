"""The page of saved replies: who sees, writes and archives what, and how words are refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.web.conftest import As
from threering.kernel.time import now
from threering.knowledge.actions import Content
from threering.knowledge.models import SavedReply
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Agent
from threering.stories.archive_saved_reply import archive_saved_reply
from threering.stories.keep_saved_reply import keep_saved_reply

pytestmark = pytest.mark.django_db
FORM = {"name": "Refund", "shortcut": "/refund", "place": "north", "language": "", "text": "Hello"}


def kept(house: House, name: str = "Label", **more: Any) -> SavedReply:
    words = {"client": house.north, "texts": {"en": "Here is your label."}} | more
    return keep_saved_reply(Content(name=name, **words), by=house.boss, at=now())


def page(client: Client, path: str = "/replies") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def names(html: str) -> list[str]:
    found = LexborHTMLParser(html).css(".shelf__name > :first-child")
    return [node.text() for node in found]


def errors(html: str) -> str:
    found = LexborHTMLParser(html).css(".callout, .field__error")
    return " ".join(node.text(strip=True) for node in found)


def one_brand(house: House, role: str) -> Agent:
    agent = create_agent(f"{role}@one.test", name=f"One {role}", password="three rings", grants=[])
    grant(agent, house.north, role, brand=house.shop.brand)
    return agent


def test_a_lead_writes_one_down(house: House, as_: As) -> None:
    data = FORM | {"language": ["en", "de"], "text": ["Hello {{customer.name|you}}", "Hallo"]}
    data |= {"status": "solved", "priority": "2", "tags": "a, b ,a,", "assigns": "on"}
    assert as_(house.lea).post("/replies/new", data).status_code == 302
    reply = SavedReply.objects.get()
    assert (reply.client, reply.brand, reply.name) == (house.north, None, "Refund")
    assert (reply.shortcut, reply.status, reply.priority) == ("refund", "solved", 2)
    assert (reply.tags, reply.assigns, reply.changed_by) == (["a", "b"], True, house.lea)
    texts = dict(reply.texts.values_list("language", "text"))
    assert texts == {"en": "Hello {{customer.name|you}}", "de": "Hallo"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": "Hi {{customer.frist_name}}"}, "{{customer.first_name}}, {{customer.name}}"),
        ({"text": "Hi {{customer.name}"}, "has no partner"),
        ({"text": "  "}, "Write what it says"),
        ({"name": " "}, "Give it a name"),
        ({"shortcut": "two words"}, "Only letters"),
        ({"place": "south"}, "Choose for whom"),
        ({"language": ["de", "de"], "text": ["Hallo", "Hallo"]}, "only once"),
        ({"language": "xx"}, "Choose one of the languages"),
        ({"tags": ",".join(map(str, range(31)))}, "At most 30 tags"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(
    house: House, as_: As, wrong: dict[str, Any], told: str
) -> None:
    answer = as_(house.lea).post("/replies/new", FORM | wrong)
    assert answer.status_code == 200
    assert told in errors(answer.content.decode())
    assert not SavedReply.objects.exists()


def test_what_was_typed_is_still_there_after_an_error(house: House, as_: As) -> None:
    typed = FORM | {"language": "de", "text": "Hallo {{wer}}", "tags": "x, y"}
    html = as_(house.lea).post("/replies/new", typed).content.decode()
    tree = LexborHTMLParser(html)
    assert "Hallo {{wer}}" in tree.css("textarea")[0].text()
    assert "x, y" in html


def test_a_name_and_a_shortcut_are_one_replys_of_a_brand(house: House, as_: As) -> None:
    kept(house, "refund", shortcut="Refund")
    answer = as_(house.lea).post("/replies/new", FORM)
    assert (answer.status_code, SavedReply.objects.count()) == (200, 1)
    assert "has this name or shortcut" in errors(answer.content.decode())
    other = FORM | {"place": "north/shop"}
    assert as_(house.lea).post("/replies/new", other).status_code == 302


def test_two_who_change_it_at_once_lose_nothing(house: House, as_: As) -> None:
    reply = kept(house)
    change = FORM | {"version": "1"}
    assert as_(house.lea).post(f"/replies/{reply.uuid}", change).status_code == 302
    answer = as_(house.boss).post(f"/replies/{reply.uuid}", change | {"name": "Mine"})
    assert "Somebody else has changed it" in errors(answer.content.decode())
    reply.refresh_from_db()
    assert (reply.name, reply.version, answer.status_code) == ("Refund", 2, 200)


def test_agents_see_what_they_may_use_and_change_nothing(house: House, as_: As) -> None:
    reply = kept(house)
    keep_saved_reply(
        Content(client=house.south, name="Theirs", texts={"": "x"}), by=house.boss, at=now()
    )
    html = page(as_(house.ann))
    assert names(html) == ["Label"]
    assert "/replies/new" not in html
    assert str(reply.uuid) not in html
    for path in ("/replies/new", f"/replies/{reply.uuid}", "/replies/export", "/replies/import"):
        assert as_(house.ann).get(path).status_code == 403
    assert as_(house.ann).post(f"/replies/{reply.uuid}", FORM).status_code == 403
    archive = as_(house.ann).post(f"/replies/{reply.uuid}/archive", {"archived": "1"})
    assert archive.status_code == 403
    reply.refresh_from_db()
    assert (reply.name, reply.archived_at) == ("Label", None)
    assert as_(house.lou).get("/replies").status_code == 403


def test_another_clients_are_not_there(house: House, as_: As) -> None:
    reply = kept(house)
    stranger = create_agent(
        "lead@south.test", name="Lead", password="three rings", grants=[(house.south, "lead")]
    )
    assert names(page(as_(stranger))) == []
    for method, path in (("get", ""), ("post", ""), ("post", "/archive")):
        answer = getattr(as_(stranger), method)(f"/replies/{reply.uuid}{path}", FORM)
        assert answer.status_code == 404
    assert as_(stranger).post("/replies/new", FORM).status_code == 200
    assert "Label" not in page(as_(stranger), "/replies/export")


def test_who_serves_one_brand_sees_its_own_and_what_is_for_all(house: House, as_: As) -> None:
    everywhere = kept(house, "Everywhere")
    kept(house, "Shop only", brand=house.shop.brand)
    outlet = kept(house, "Outlet only", brand=house.outlet.brand)
    agent, lead = one_brand(house, "agent"), one_brand(house, "lead")
    assert names(page(as_(agent))) == ["Everywhere", "Shop only"]
    assert names(page(as_(lead))) == ["Everywhere", "Shop only"]
    for reply in (everywhere, outlet):
        assert as_(lead).get(f"/replies/{reply.uuid}").status_code == 404
    for place in ("north", "north/outlet"):
        assert as_(lead).post("/replies/new", FORM | {"place": place}).status_code == 200
    assert SavedReply.objects.count() == 3
    assert as_(lead).post("/replies/new", FORM | {"place": "north/shop"}).status_code == 302


def test_the_list_is_searched_and_filtered(house: House, as_: As) -> None:
    kept(house, "Label", texts={"en": "Here it is", "de": "Hier"})
    kept(house, "Refund", shortcut="money", texts={"en": "Your money is on its way"})
    kept(house, "Nur hier", brand=house.outlet.brand, texts={"de": "Nur hier"})
    client = as_(house.ann)
    assert names(page(client)) == ["Label", "Nur hier", "Refund"]
    assert names(page(client, "/replies?q=MONEY")) == ["Refund"]
    assert names(page(client, "/replies?q=labl")) == ["Label"]
    assert names(page(client, "/replies?in=de")) == ["Label", "Nur hier"]
    assert names(page(client, "/replies?brand=north/shop")) == ["Label", "Refund"]
    assert names(page(client, "/replies?q=zzz%00")) == []


def test_what_is_archived_is_offered_no_longer_and_comes_back(house: House, as_: As) -> None:
    reply = kept(house)
    client = as_(house.lea)
    post = f"/replies/{reply.uuid}/archive"
    assert client.post(post, {"archived": "1"}).status_code == 204
    assert names(page(client)) == []
    assert names(page(client, "/replies?show=archived")) == ["Label"]
    second = kept(house)
    assert client.post(post, {"archived": "0"}).status_code == 422
    archive_saved_reply(second, archived=True, by=house.lea, at=now())
    assert client.post(post, {"archived": "0"}).status_code == 204
    assert names(page(client)) == ["Label"]


def test_it_is_read_while_it_is_typed(house: House, as_: As) -> None:
    data = {"text": "Hello {{customer.first_name}} <b> {{nobody}}", "place": "north/shop"}
    html = as_(house.lea).post("/replies/preview", data).content.decode()
    assert "<mark>Ingrid</mark> &lt;b&gt;" in html
    assert "{{nobody}} is no variable" in html
    assert as_(house.ann).post("/replies/preview", data).status_code == 403
