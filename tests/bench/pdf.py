"""How fast PDFs are read, and how many of their references come out whole.

    python tests/bench/pdf.py [FILE.pdf ...]      pages a second, reading and parsing (CPU time)
    python tests/bench/pdf.py                     the same for the PDFs of the tests, with figures

A thesis of 300 pages is made by `python tests/pdf_files.py --thesis 300`, which needs LaTeX.
"""

import sys
import time
from pathlib import Path

from citeman.documents import read
from citeman.documents.paper.pages import read_pages
from citeman.parse import parse_document
from tests.pdf_files import FILES, MADE, rows_of
from tests.test_documents_pdf import is_whole, pairs


def speed(path: Path) -> str:
    """Pages a second, and what became of a file."""
    data = path.read_bytes()
    start = time.process_time()
    pages = len(read_pages(data, path.name))
    seen = time.process_time()
    document = read(data, path.name)
    written = time.process_time()
    found = len(parse_document(document))
    done = time.process_time()
    reading, parsing = written - seen, done - written
    rate = pages / (reading + parsing)
    return (
        f"{pages:5,} pages {rate:5.0f} a second  letters {seen - start:.2f} s"
        f"  text {reading:.2f} s  parsed {parsing:.2f} s  {found:4,} references"
    )


def main(paths: list[str]) -> None:
    """Print a line for each file."""
    for path in map(Path, paths):
        print(f"{path.name:30s}{speed(path)}")
    if paths:
        return
    everything, whole = 0, 0
    for name, file in FILES.items():
        agree = sum(is_whole(record, row, file) for record, row in pairs(name))
        expected = len(rows_of(file))
        everything, whole = everything + expected, whole + agree
        print(f"{name:26s}{speed(MADE / f'{name}.pdf')}  of {expected}, whole {agree}")
    print(f"whole: {whole} of {everything}, {100 * whole / everything:.1f}%")


if __name__ == "__main__":
    main(sys.argv[1:])
