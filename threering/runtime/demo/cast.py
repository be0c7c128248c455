"""Who and what appears in the demo. Every name is made up; addresses end in .example or .test."""

from __future__ import annotations

from dataclasses import dataclass

from threering.runtime.demo.shapes import DemoAgent, DemoBrand, DemoClient, DemoTeam

QUILLMERE = DemoBrand("Quillmere", "quillmere", "help@quillmere.example", "Quillmere Care", "en")
FEDERLINDE = DemoBrand(
    "Federlinde", "federlinde", "hilfe@federlinde.example", "Federlinde Kundendienst", "de"
)
PELORIO = DemoBrand("Pelorio", "pelorio", "care@pelorio.example", "Pelorio Care", "en")

CLIENTS = (
    DemoClient("Quillmere Homeware Ltd", "quillmere-homeware", (QUILLMERE, FEDERLINDE)),
    DemoClient("Pelorio Outdoor", "pelorio-outdoor", (PELORIO,)),
)
HOME, OUTDOOR = (client.slug for client in CLIENTS)

AGENTS = (
    DemoAgent("Nadia Brekkevold", "nadia@desk.example", "admin", (HOME, OUTDOOR), "en", 0),
    DemoAgent("Tobias Falkenried", "tobias@desk.example", "lead", (HOME,), "de", 1),
    DemoAgent("Orla Pennick", "orla@desk.example", "agent", (HOME,), "en", 2),
    DemoAgent("Célestine Vautrin", "celestine@desk.example", "lead", (OUTDOOR,), "fr", 3),
    DemoAgent("Rafael Quiroga", "rafael@desk.example", "agent", (OUTDOOR,), "es", 4),
    DemoAgent("Juno Achterberg", "juno@desk.example", "light", (OUTDOOR,), "en", 5),
)
_DELIVERY = frozenset({"shipping", "address", "missing item"})
_RETURNS = frozenset({"refund", "return", "exchange", "damage", "warranty"})
TEAMS = (
    DemoTeam(HOME, "Deliveries", ("orla@desk.example", "nadia@desk.example"), _DELIVERY),
    DemoTeam(HOME, "Returns", ("tobias@desk.example", "orla@desk.example"), _RETURNS),
    DemoTeam(OUTDOOR, "Orders", ("rafael@desk.example",), _DELIVERY),
    DemoTeam(OUTDOOR, "Repairs and returns", ("celestine@desk.example",), _RETURNS),
)
PASSWORD = "three-rings-demo"
"""Of every agent of the demo; nobody else may have it."""

PACE = {"nadia": 1.4, "tobias": 0.8, "orla": 0.6, "celestine": 1.0, "rafael": 1.7, "juno": 1.0}
"""How long each takes to answer, as a factor: first reply times differ from person to person."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Customers of one brand who write in one language, and how many tickets they open."""

    client: str
    brand: DemoBrand
    language: str
    customers: int
    tickets: int
    spammers: int


CROWDS = (
    Crowd(HOME, QUILLMERE, "en", 125, 850, 4),
    Crowd(HOME, FEDERLINDE, "de", 42, 260, 2),
    Crowd(OUTDOOR, PELORIO, "en", 78, 550, 3),
    Crowd(OUTDOOR, PELORIO, "fr", 30, 195, 1),
    Crowd(OUTDOOR, PELORIO, "es", 25, 145, 1),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """How often people write about something, which goods it concerns, and how it is filed."""

    weight: float
    goods: str
    tags: tuple[str, ...]
    priorities: tuple[int, ...]


SITUATIONS = {
    "where": Situation(18, "any", ("shipping",), (1, 1, 1, 2)),
    "damaged": Situation(9, "hard", ("damage",), (1, 1, 2)),
    "size": Situation(9, "soft", ("exchange",), (1,)),
    "refund": Situation(9, "any", ("refund",), (1, 1, 2)),
    "cancel": Situation(6, "any", ("cancellation",), (2, 1)),
    "address": Situation(6, "any", ("address", "shipping"), (2, 1)),
    "invoice": Situation(5, "any", ("invoice",), (0, 1)),
    "voucher": Situation(6, "any", ("voucher",), (1, 0)),
    "stock": Situation(6, "soft", ("stock",), (0,)),
    "warranty": Situation(6, "hard", ("warranty",), (1,)),
    "chargeback": Situation(3, "any", ("payment", "chargeback"), (2, 3)),
    "angry": Situation(4, "any", ("complaint",), (2, 3, 3)),
    "praise": Situation(4, "any", ("praise",), (0,)),
    "missing": Situation(5, "hard", ("missing item",), (1, 2)),
    "returns": Situation(6, "any", ("return",), (0, 1)),
}
SPAM = Situation(0, "any", ("spam",), (0,))

CARRIERS = ("Parcelhare", "Swiftfen", "Nordkurier Blau", "Colibrío")

FIRST = {
    "en": "Ada Alistair Bethan Callum Darcy Edith Fergus Gwen Hamish Imogen Joss Kerensa Lowell "
    "Maeve Nia Osric Petra Quentin Rhona Silas Tamsin Una Verity Winston Yvette Zadie Anil Meera "
    "Kofi Amara",
    "de": "Annika Bernd Clemens Dörte Elke Friedrich Gesa Henning Ilse Jörg Katrin Lothar Marlene "
    "Nele Ortwin Sabine Thilo Ulrike Wiebke Emre",
    "fr": "Agathe Bastien Capucine Damien Éloïse Fabrice Gaëlle Hervé Inès Joachim Lucienne "
    "Maxence Noémie Odile Rémi Solène",
    "es": "Alba Baltasar Carmela Diego Elvira Facundo Gisela Iker Jimena Leandro Marisol Nicanor "
    "Olalla Pilar Rocío Saúl",
}
LAST = {
    "en": "Ashdown Barrowby Cotterill Dunmore Eastlake Farrowdale Garside Hollins Inchbald Jessamy "
    "Kellaway Lathom Merriden Netherby Oakshott Penhale Quarles Rowbotham Selwood Thackray Umpleby "
    "Venning Wetherall Yarrow Adomako Banerji Iyengar Okonjo",
    "de": "Ackerknecht Birnbaumer Dreesen Ehrlinger Fuhrhop Grotjahn Hasselbring Immenroth Jepsen "
    "Kirschnick Lüdeking Möhring Niederau Oltmanns Petershagen Rautenstrauch Schierholz Tiedge "
    "Wuttke Yeşilgöz",
    "fr": "Aubertin Bellanger Charpenel Delmarre Escoffrey Fontbonne Garrigou Hautecœur Jaricot "
    "Lamoureaux Marchelin Nourrisson Pasquereau Quentrec Roussillat Thévenard",
    "es": "Alcorta Belmonteño Cascajares Echevarne Fuenmayorga Galindez Hinestrosa Larrañeta "
    "Montalbín Nogueiras Orellanos Pedraza Quintanar Rebollar Sarmientos Urrestia",
}
SPAMMERS = (
    "Growth Desk", "Mailbox Administrator", "Pallet Mill Export", "Prize Office",
    "Partner Outreach", "Forderungsstelle Nord", "Postfach Verwaltung", "Merchant Verification",
    "SEO Rocket", "Service Messagerie", "Premios y Sorteos",
)  # fmt: skip
POST = ("posthorn.example", "inkmail.example", "larkpost.test", "brieftaube.test", "home.example")
STREETS = {
    "en": ("{n} Tanner's Row", "{n} Larch Close", "{n} Old Ferry Road", "{n} Millrace Lane"),
    "de": ("Erlengrund {n}", "Am Färberbach {n}", "Dohlenweg {n}", "Alte Ziegelei {n}"),
    "fr": ("{n}, rue des Tisserands", "{n}, impasse du Lavoir", "{n}, chemin des Ormeaux"),
    "es": ("calle del Alfarero, {n}", "camino de la Noria, {n}", "plaza de los Olmos, {n}"),
}
PREFIX = {"quillmere": "QM", "federlinde": "FL", "pelorio": "PL"}
