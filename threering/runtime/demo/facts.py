"""The particulars of one ticket: order, goods, money, days, in the customer's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from threering.runtime.demo.cast import CARRIERS, PREFIX, STREETS, Crowd, Situation
from threering.runtime.demo.goods import GOODS, Product
from threering.runtime.demo.phrases import words

LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"


def facts(
    crowd: Crowd, situation: Situation, index: int, opened_at: datetime, rng: Random
) -> dict[str, str]:
    """What the phrases' {names} stand for. `index` makes order numbers unique and rising."""
    product = _product(crowd, situation, rng)
    step = rng.randrange(len(product.sizes) - 1)
    order = f"{PREFIX[crowd.brand.slug]}-{48210 + index * 7 + rng.randrange(7)}"
    return {
        "brand": crowd.brand.name,
        "order": order,
        "product": product.name,
        "size": product.sizes[step],
        "size2": product.sizes[step + 1],
        "amount": _money(product.price, crowd.language),
        "invoice": f"{order}-{rng.choice('ABC')}",
        "voucher": "".join(rng.choices(LETTERS, k=4)) + f"-{rng.choice((10, 15, 20))}",
        "tracking": f"{''.join(rng.choices('BHKNX', k=2))} {rng.randrange(10**4, 10**5)} "
        f"{rng.randrange(10**4, 10**5)}",
        "carrier": rng.choice(CARRIERS),
        "street": rng.choice(STREETS[crowd.language]).format(n=rng.randrange(2, 98)),
        "days": str(rng.randrange(4, 12)),
        **_days(opened_at.date(), crowd.language, rng),
    }


def _days(opened_on: date, language: str, rng: Random) -> dict[str, str]:
    soon = opened_on + timedelta(days=rng.randrange(2, 5))
    return {
        "day": words(language)["days"][soon.weekday()],
        "past": _date(opened_on - timedelta(days=rng.randrange(5, 14)), language),
        "due": _date(opened_on + timedelta(days=rng.randrange(8, 24)), language),
    }


def _product(crowd: Crowd, situation: Situation, rng: Random) -> Product:
    goods = GOODS[crowd.brand.slug, crowd.language]
    fitting = {"hard": [p for p in goods if p.is_hard], "soft": [p for p in goods if not p.is_hard]}
    return rng.choice(fitting.get(situation.goods, goods))


def _date(day: date, language: str) -> str:
    text: str = words(language)["date"]
    return text.format(day=day.day, month=words(language)["months"][day.month - 1])


def _money(minor: int, language: str) -> str:
    text: str = words(language)["money"]
    amount = f"{minor // 100}.{minor % 100:02d}"
    return text.format(amount=amount if language == "en" else amount.replace(".", ","))
