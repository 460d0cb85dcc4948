"""Office files are ZIP archives of XML; the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: Mapping[str, str]) -> bytes:
    """The bytes of an archive with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, _DATE), text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def relationships(targets: Mapping[str, str]) -> str:
    """The part that names others: by identifier, the kind and the target as `styles:styles.xml`."""
    found = (identifier_kind_target(key, said) for key, said in targets.items())
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(found)}</Relationships>'


def identifier_kind_target(identifier: str, said: str) -> str:
    kind, _, target = said.partition(":")
    return f'<Relationship Id="{identifier}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def content_types(types: Mapping[str, str]) -> str:
    """The part that says what the others are."""
    said = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )
