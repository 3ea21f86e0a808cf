"""Read an annotated page: its references, their annotations, and where each field stood.

python examples/parse_a_page.py
"""

from pathlib import Path

import citeman

PAGE = Path(__file__).resolve().parents[1] / "references" / "liver-injury-cytokines.txt"


def main() -> None:
    """Print every reference in one line, then the story of one field."""
    text = PAGE.read_text(encoding="utf-8")
    records = citeman.parse_text(text)
    for record in records:
        reference = record.reference
        year = reference.issued.year if reference.issued else "no year"
        print(f"{record.key}: {reference.title} ({year})")

    linking = next(record for record in records if record.links)
    for link in linking.links:
        print(f"\n{linking.key} mentions {link.text}, which is {link.key}")

    [reading] = linking.readings
    mark = reading.fields["page"]
    start, end = mark.spans[0]
    print(f"its page {linking.reference.page} was read from {text[start:end]!r} at {start}")


if __name__ == "__main__":
    main()
