"""Names of bodies that sign their works, made up from parts."""

import random

SHORT = "ABCDEFGHILMNOPRSTUVW"
TOPICS = (
    "Health", "Education", "Research and Innovation", "Agriculture", "Statistics", "Energy",
    "Public Health", "Climate Action", "Labour", "the Environment", "Finance", "Social Research",
    "Economic Development", "Water Management", "Mental Health", "Human Rights", "Science",
    "Standardization", "Nature Conservation", "Migration", "Transport", "Food Safety",
)  # fmt: skip
LANDS = (
    "Germany", "France", "the Netherlands", "India", "Finland", "Italy", "Spain", "Brazil",
    "South Africa", "Japan", "the United States", "Canada", "Ireland", "Austria", "Greece",
)  # fmt: skip
BODIES = (
    "{short}", "{short}", "{short}", "{short} – Institute of {topic}", "Ministry of {topic}",
    "Ministry of {topic} of {land}", "{land} {topic} Agency", "National Institute of {topic}",
    "European Commission", "European Commission, Directorate-General for {topic}",
    "Council of the European Union", "World Health Organization", "World Bank", "United Nations",
    "International {topic} Organization", "Institute for {topic}", "Department of {topic}",
    "European {topic} Agency ({short})", "Food and Agriculture Organization of the United Nations",
    "{short} Working Group", "International Society for {topic}", "Bundesministerium für {topic}",
    "Centers for Disease Control and Prevention", "European Parliament", "Statistisches Bundesamt",
    "Ministère de la Santé", "Organisation for Economic Co-operation and Development",
    "OECD", "WHO", "UNESCO", "FAO", "IPCC", "UNEP", "Eurostat", "The {short} Consortium",
    "American {topic} Association", "Council of Europe", "The {short} Study Group",
)  # fmt: skip


def body(rng: random.Random) -> str:
    """Make up the name of a body."""
    return rng.choice(BODIES).format(**blanks(rng))


def blanks(rng: random.Random) -> dict[str, str]:
    """Draw what the blanks of names and titles are filled with."""
    return {
        "land": rng.choice(LANDS),
        "topic": rng.choice(TOPICS),
        "short": "".join(rng.choices(SHORT, k=rng.choice((3, 3, 4, 5)))),
        "n": str(rng.randint(10, 49)),
        "m": str(rng.randint(50, 99)),
    }
