from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.tickets.models import SavedView, Ticket
from threering.tickets.rules import Priority

pytestmark = pytest.mark.django_db
VIEW = {"name": "Returns", "query": "tag:returns status:open", "order": "waiting"}


def test_a_view_is_saved_opened_changed_and_removed(as_: As, house: House) -> None:
    browser = as_(house.ann)
    form = VIEW | {"client": house.north.slug}
    assert browser.post("/views/keep", form).status_code == 200
    view = SavedView.objects.get()
    assert (view.owner, view.name) == (house.ann, "Returns")
    page = browser.get(f"/tickets/saved-{view.pk}").content.decode()
    assert "Returns" in page
    changed = form | {"saved": str(view.pk), "name": "Sent back"}
    assert browser.post("/views/keep", changed).status_code == 200
    assert [one.name for one in SavedView.objects.all()] == ["Sent back"]
    assert browser.post(f"/views/{view.pk}/drop").status_code == 204
    assert browser.get(f"/tickets/saved-{view.pk}").status_code == 404


def test_only_who_leads_gives_a_view_to_everybody(as_: As, house: House) -> None:
    form = VIEW | {"client": house.north.slug, "shared": "1"}
    refused = as_(house.ann).post("/views/keep", form)
    assert (refused.status_code, SavedView.objects.count()) == (422, 0)
    assert as_(house.lea).post("/views/keep", form).status_code == 200
    view = SavedView.objects.get()
    assert view.owner is None
    assert "Returns" in as_(house.ann).get("/views").content.decode()
    assert as_(house.ann).post(f"/views/{view.pk}/drop").status_code == 404
    assert as_(house.ann).get(f"/views/form?view=saved-{view.pk}").status_code == 422
    assert as_(house.lea).get(f"/views/form?view=saved-{view.pk}").status_code == 200


def test_a_view_needs_a_name_a_search_and_a_client_of_ones_own(as_: As, house: House) -> None:
    browser = as_(house.ann)
    here = {"client": house.north.slug}
    assert "Give it a name" in _refused(browser.post("/views/keep", VIEW | here | {"name": " "}))
    assert "as in a search" in _refused(browser.post("/views/keep", VIEW | here | {"query": ""}))
    assert browser.post("/views/keep", VIEW | {"client": house.south.slug}).status_code == 404
    assert SavedView.objects.count() == 0


def _refused(answer: object) -> str:
    assert getattr(answer, "status_code", 0) == 422
    return str(getattr(answer, "content", b"").decode())


@pytest.mark.parametrize(
    ("order", "first_of_all"),
    [
        ("latest", 44),
        ("oldest", 0),
        ("waiting", 0),
        ("urgent", 30),
        ("newest", 44),
        ("first", 0),
        ("waking", 20),
    ],
)
def test_pages_of_a_saved_view_follow_its_order(
    as_: As, house: House, order: str, first_of_all: int
) -> None:
    for number in range(45):
        deliver(house.shop, mail(message_id=f"<{number}@x.test>", subject=f"Question {number}"))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    Ticket.objects.filter(subject="Question 30").update(priority=Priority.URGENT.value)
    Ticket.objects.filter(subject="Question 20").update(snoozed_until=tomorrow)
    view = SavedView.objects.create(
        client=house.north, owner=house.ann, name="Old", query="question", order=order
    )
    browser, seen, url = as_(house.ann), [], f"/tickets/saved-{view.pk}/list?q="
    first = browser.get(url).content.decode()
    seen += [line for line in first.split('id="t-')[1:]]
    cursor = first.split("cursor=")[1].split('"')[0].split("&")[0]
    second = browser.get(f"{url}&cursor={cursor}").content.decode()
    seen += [line for line in second.split('id="t-')[1:]]
    ids = [line.split('"')[0] for line in seen]
    assert len(ids) == len(set(ids)) == 45
    assert f"Question {first_of_all}<" in seen[0]
