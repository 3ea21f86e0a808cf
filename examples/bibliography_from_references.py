"""Turn raw reference strings into CSL-JSON and a .bib file.

python examples/bibliography_from_references.py
"""

import json
import tempfile
from pathlib import Path

import citeman

STRINGS = [
    "Noble S, Goa KL. Aldesleukin (recombinant interleukin-2). BioDrugs 1997; 7: 394-422.",
    "Zimmerman HJ. Hepatotoxicity. 2nd ed. Philadelphia: Lippincott, 1999.",
    "Abernethy, Thomas P. The Burr Conspiracy. New York: Oxford University Press, 1954.",
]


def main() -> None:
    """Print the CSL-JSON items, then the .bib file."""
    records = citeman.parse_references(STRINGS)
    print(json.dumps([citeman.csl(record) for record in records], indent=2, ensure_ascii=False))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        citeman.write(records, path)
        print(path.read_text(encoding="utf-8"))
        assert citeman.read(path)[0].reference.title == records[0].reference.title


if __name__ == "__main__":
    main()
