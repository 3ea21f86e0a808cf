"""Word files made from snippets of XML, as small as Word's own would be large."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(
    body: str,
    links: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    **parts: str,
) -> bytes:
    """Make a Word file of a body, hyperlinks by id, files by path, and parts by their insides.

    Parts are named as in `styles="<w:style .../>"`.
    """
    made = {
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            {f"p{name}": (name, f"{name}.xml") for name in parts}, links or {}
        ),
    }
    made |= {f"word/{name}.xml": part(name, inside) for name, inside in parts.items()}
    return zipped(made | dict(files or {}))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files into an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


def part(name: str, inside: str) -> str:
    """Write a part of WordprocessingML."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_SPACES}>{inside}</w:{name}>'


def _relations(parts: Mapping[str, tuple[str, str]], links: Mapping[str, str] = {}) -> str:
    rows = [
        f'<Relationship Id="{key}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for key, (kind, target) in parts.items()
    ]
    rows += [
        f'<Relationship Id="{key}" Type="{_KIND}/hyperlink" Target={quoteattr(target)}'
        ' TargetMode="External"/>'
        for key, target in links.items()
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(rows)}</Relationships>'


def p(*runs: str, style: str = "", num: str = "", more: str = "") -> str:
    """Write a paragraph of words or runs; `num` is a numbering and a level, as in "1.0"."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        key, _, level = num.partition(".")
        properties += f'<w:numPr><w:ilvl w:val="{level or 0}"/><w:numId w:val="{key}"/></w:numPr>'
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}{more}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Write a run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str, shown: str, *, pieces: int = 1, data: str = "") -> str:
    """Write a complex field, its instruction cut into so many runs."""
    size = max(len(code) // pieces, 1) if pieces > 1 else len(code)
    cut = [code[at : at + size] for at in range(0, len(code), size)]
    kept = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{kept}</w:fldChar></w:r>'
        + "".join(f"<w:r><w:instrText>{escape(piece)}</w:instrText></w:r>" for piece in cut)
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + (shown if shown.startswith("<w:") else r(shown))
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
