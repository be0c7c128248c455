"""People and safety, rate limits: who hammers waits, and a colleague is served meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.acceptance.demo import Demo
from tests.acceptance.house import installed, wait_until
from tests.acceptance.visitor import Answer, Visitor
from threering.web.limits import AT_ONCE

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # a house of its own, which is hammered
MOST = int(AT_ONCE) * 5
HANDS = 4


def hammer(visitor: Visitor, path: str) -> Answer:
    """Ask from several hands until it is too much."""

    def ask(_number: int) -> Answer | None:
        answer = visitor.exchange("GET", path, None, visitor.headers())
        return answer if answer.status == 429 else None

    with ThreadPoolExecutor(HANDS) as hands:
        for start in range(0, MOST, 100):
            for answer in hands.map(ask, range(start, start + 100)):
                if answer:
                    return answer
    raise AssertionError(f"{MOST} requests of {path} were all answered")


def test_2o_who_asks_without_end_waits_and_a_colleague_is_served() -> None:
    with installed(demo=True) as house:
        house.start()
        demo = Demo(house, None)  # type: ignore[arg-type]  # nothing leaves
        agent, colleague = demo.visitor("orla"), demo.visitor("tobias")
        answer = hammer(agent, "/views")
        assert answer.headers["retry-after"] == "60"
        assert colleague.get("/tickets/open").status == 200
        stranger = Visitor(house.port)
        answer = hammer(stranger, "/invitation/made-up")
        assert "Too much at once" in answer.text
        assert colleague.get("/tickets/open").status == 200  # from the same address, signed in
        assert stranger.get("/healthz").status == 200
        wait_until(lambda: agent.get("/tickets/open").status == 200, "she may go on")
        wait_until(lambda: stranger.get("/login").status == 200, "they may go on")
