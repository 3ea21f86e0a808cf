"""Made-up facts to render references of where no labelled set is at hand.

Everything here is invented for the purpose; works come out in every type that `styles` knows.
"""

import random
from collections.abc import Sequence

from citeman.train.works import Fields, Pools, Work

FAMILIES = (
    "Abel", "Bergström", "Castellanos", "D'Angelo", "Eriksen", "Fontaine", "García Lorenzo",
    "Haddad", "Ivanov", "Jovanović", "Kowalski", "Lindqvist", "McAllister", "Nakamura", "O'Brien",
    "Papadopoulos", "Quinn", "Rossi", "Schäfer", "Tanaka", "Usman", "van der Meer", "Whitfield",
    "Xu", "Yamada", "Zimmermann", "Ferreira", "Novák", "Kim", "Le Goff", "de Souza", "Okafor",
    "Hartmann", "Silva-Costa", "Wang", "Brandt", "Molnár", "Patel", "Dubois", "von Arnim",
)  # fmt: skip
GIVEN = (
    "Anna", "Bernard K.", "Carla", "Dmitri", "Elena M.", "Frank", "Grace", "Hiroshi", "Ines",
    "Jean-Luc", "Karin", "Luca", "Maria T.", "Niels", "Olga", "Peter J.", "Rosa", "Stefan",
    "Thomas A.", "Ulrike", "Viktor", "Wei", "Yusuf", "Zoe",
)  # fmt: skip
HEADS = (
    "Effects of", "A survey of", "Origins of", "Measuring", "The politics of",
    "Towards a theory of",
    "Long-term trends in", "The early history of", "Modelling", "Barriers to", "A note on",
    "Determinants of", "Rethinking", "Safety and efficacy of", "Geschichte der", "Les origines de",
)  # fmt: skip
MATTERS = (
    "seasonal migration", "urban housing", "groundwater recharge", "hepatitis vaccination",
    "parish registers", "sparse matrices", "voter turnout", "soil nitrogen", "interleukin 6",
    "bilingual schooling", "graph colouring", "coastal erosion", "medieval guilds", "asthma",
    "freight transport", "protein folding", "wage inequality", "bronze casting", "T-cell memory",
    "peer review", "machine translation", "maize yields", "penal reform", "deep-sea corals",
)  # fmt: skip
SETTINGS = (
    "", "", "in northern Italy", "in children", "after 1945", "among older adults",
    "in the Baltic Sea", "under uncertainty", "in mice", "and its critics", "in rural districts",
    "across three continents", "1850–1914", "with missing data", "in primary care",
)  # fmt: skip
JOURNALS = (
    "Journal of Applied Hydrology", "Ann Clin Hepatol", "Social History Review", "Acta Botanica",
    "Zeitschrift für Landeskunde", "Revue de démographie", "Int. J. Comput. Geom.", "Linguistics",
    "Proc R Soc Stud B", "The Economic Quarterly", "Am J Trop Pediatr", "Physics Reports",
    "Studies in Medieval Art", "European Journal of Nursing", "Soil & Water", "J. Mater. Chem.",
    "Archives of Virology", "World Politics Today", "Biochem Biophys Lett", "Neural Methods",
    "Boletín de Geografía", "Rivista di storia", "Polar Science", "Cancer Prev Res", "Education",
    "Journal of Labour and Society",
)  # fmt: skip
BOOKS = (
    "Handbook of Regional Science", "The Cambridge Reader in Ethics", "Water and Society",
    "Clinical Virology", "Frauen in der Geschichte", "Essays on Method", "The Making of Markets",
    "Advances in Cryptology", "L'Europe rurale", "Cities in Motion", "Topics in Plant Ecology",
    "Language and Power", "Principles of Toxicology", "New Directions in Sociology",
)  # fmt: skip
MEETINGS = (
    "Proceedings of the 12th International Conference on Data Mining",
    "Proc. Symp. Theory of Programming", "Workshop on Speech Translation",
    "Proc. 8th Eur. Congr. Phys.",
    "Annual Meeting of the Society for Soil Research", "IEEE Conference on Robotics",
    "Proceedings of the National Symposium on Housing", "Tagung der Gesellschaft für Linguistik",
    "ACM Symposium on Graph Algorithms", "World Congress of Nephrology",
)  # fmt: skip
SERIES = (
    "Lecture Notes in Statistics", "Studies in Rural History", "Springer Series in Ecology",
    "Beiträge zur Sozialforschung", "Oxford Monographs on Law", "Methods in Biology",
)  # fmt: skip
HOUSES = (
    ("Springer", "Berlin"), ("Oxford University Press", "Oxford"), ("Routledge", "London"),
    ("Elsevier", "Amsterdam"), ("Wiley", "New York, NY"), ("Suhrkamp", "Frankfurt am Main"),
    ("University of Chicago Press", "Chicago"), ("Presses Universitaires", "Paris"),
    ("Academic Press", "San Diego, CA"), ("Il Mulino", "Bologna"), ("Harrassowitz", "Wiesbaden"),
    ("Cambridge University Press", "Cambridge, UK"), ("MIT Press", "Cambridge, MA"),
)  # fmt: skip
HOSTS = ("example.org", "stats.example.int", "example.ac.uk", "data.example.com", "example.de")
GENRES = ("PhD thesis", "Technical Report", "Working Paper", "Dissertation")
TYPES = (
    *("article",) * 9, *("chapter",) * 3, *("book",) * 3, *("paper",) * 3, "report", "thesis",
    "web", "data",
)  # fmt: skip


def pools(part: int) -> Pools:
    """Give every second fact, from fact `part` (0 or 1) on: what two renderings do not share."""
    people = [(family, given) for family in FAMILIES[part::2] for given in GIVEN[part::2]]
    firsts: dict[str, list[str]] = {}
    for given in GIVEN[part::2]:
        firsts.setdefault(given[0], []).append(given.split()[0])
    titles = [
        " ".join(filter(None, (head, matter, setting)))
        for head in HEADS
        for matter in MATTERS[part::2]
        for setting in SETTINGS[part::2]
    ]
    tables: tuple[Sequence[str], ...] = (JOURNALS, BOOKS, MEETINGS, SERIES)
    journals, books, meetings, series = (list(table[part::2]) for table in tables)
    houses = list(HOUSES[part::2])
    return Pools(
        people, firsts, titles, journals, books, meetings, series, houses,
        list(HOSTS), list(GENRES),
    )  # fmt: skip


def works(facts: Pools, number: int, rng: random.Random) -> list[Work]:
    """Draw works; what they lack, rendering draws from the same facts."""
    return [_work(facts, rng) for _ in range(number)]


def _work(facts: Pools, rng: random.Random) -> Work:
    fields: Fields = {
        "au": rng.sample(facts.people, rng.choice((1, 1, 2, 2, 3, 3, 4, 6))),
        "ti": rng.choice(facts.titles),
        "yr": str(rng.randint(1950, 2023)),
        "vol": str(rng.randint(1, 140)),
        "iss": str(rng.randint(1, 12)),
    }
    house, place = rng.choice(facts.houses)
    return Work(rng.choice(TYPES), fields | {"pu": house, "pl": place})
