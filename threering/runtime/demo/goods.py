"""What the demo's shops sell, in the words of each language, with prices in minor units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """One article; `sizes` are neighbours on the size scale, smallest first."""

    name: str
    price: int
    sizes: tuple[str, ...]
    is_hard: bool


CLOTHES = ("XS", "S", "M", "L", "XL")
SHOES = {"en": ("UK 5", "UK 6", "UK 7", "UK 8", "UK 9"), "eu": ("38", "39", "40", "41", "42")}
LINEN = ("135 x 200", "155 x 220", "200 x 200", "200 x 220")
CLOTH = ("120 x 120", "140 x 180", "140 x 240", "160 x 280")


def _goods(hard: dict[str, int], soft: dict[str, tuple[int, tuple[str, ...]]]) -> list[Product]:
    return [Product(name, price, CLOTHES, is_hard=True) for name, price in hard.items()] + [
        Product(name, price, sizes, is_hard=False) for name, (price, sizes) in soft.items()
    ]


GOODS = {
    ("quillmere", "en"): _goods(
        {
            "Hearthside desk lamp": 6400, "oak step stool": 7900, "Copperline kettle": 5900,
            "folding drying rack": 4500, "Birchwell wall clock": 3900,
            "three-tier tea trolley": 12900,
            "Marram coffee mill": 8900, "Fenwick bedside table": 14900, "walnut coat stand": 11900,
            "Ripple mirror, oval": 9800,
        },
        {
            "Dovetail linen duvet cover": (12900, LINEN), "Moss wool throw": (7400, CLOTH),
            "striped table cloth": (4900, CLOTH), "washed cotton bath robe": (6900, CLOTHES),
            "corduroy house coat": (7400, CLOTHES), "quilted gardening apron": (4200, CLOTHES),
        },
    ),
    ("federlinde", "de"): _goods(
        {
            "Leselampe Glimm": 6900, "Tritthocker Eiche": 8400, "Kaffeemühle Krume": 9400,
            "Wanduhr Achtel": 4500, "Servierwagen Trio": 13900, "Garderobe Astgabel": 11900,
        },
        {
            "Bettwäsche Morgentau": (12900, LINEN), "Wolldecke Moos": (7900, CLOTH),
            "Daunendecke Federleicht": (18900, LINEN), "Bademantel Waffel": (6900, CLOTHES),
            "Filzpantoffeln Stube": (3900, SHOES["eu"]),
        },
    ),
    ("pelorio", "en"): _goods(
        {
            "Tarn camping stove": 7900, "Ridgeback folding chair": 6400,
            "Glowworm head torch": 4200,
            "Skerry roof rack": 18900, "Cairn trekking pole set": 8900,
            "Drumlin two-person tent": 24900,
        },
        {
            "Haar rain shell": (14900, CLOTHES), "Lowtide fleece": (7900, CLOTHES),
            "Scree trail shoe": (12900, SHOES["en"]), "Bothy down jacket": (21900, CLOTHES),
            "Burnside merino tee": (5400, CLOTHES), "Gully softshell vest": (8900, CLOTHES),
        },
    ),
    ("pelorio", "fr"): _goods(
        {
            "Réchaud Tarn": 8900, "Chaise pliante Ridgeback": 6900, "Lampe frontale Glowworm": 4500,
            "Bâtons Cairn": 9400, "Tente Drumlin": 26900,
        },
        {
            "Veste de pluie Haar": (15900, CLOTHES), "Polaire Lowtide": (8400, CLOTHES),
            "Chaussures Scree": (13900, SHOES["eu"]), "Doudoune Bothy": (22900, CLOTHES),
            "Pantalon Gully": (9400, CLOTHES),
        },
    ),
    ("pelorio", "es"): _goods(
        {
            "Hornillo Tarn": 8900, "Silla plegable Ridgeback": 6900,
            "Linterna frontal Glowworm": 4500,
            "Bastones Cairn": 9400, "Tienda Drumlin": 26900,
        },
        {
            "Chubasquero Haar": (15900, CLOTHES), "Forro polar Lowtide": (8400, CLOTHES),
            "Zapatillas Scree": (13900, SHOES["eu"]), "Plumífero Bothy": (22900, CLOTHES),
            "Pantalón Gully": (9400, CLOTHES),
        },
    ),
}  # fmt: skip
