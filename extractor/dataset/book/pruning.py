"""Files that no longer exist leave the dataset, and their rows with them."""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.book.inputs import rename_documents
from extractor.dataset.book.runs import preferred_last
from extractor.dataset.database import Database
from extractor.dataset.settling import settle
from extractor.dataset.tables import OF_DOCUMENT, quoted
from extractor.document import archive


def prune(database: Database) -> list[str]:
    """Removes the files that a run marked as gone and that still do not exist; gives their names.

    If one was the original of a copy, the copy takes over its rows, and is read itself by the next run.
    """
    marked = database.rows("SELECT path, source_file FROM inputs WHERE gone ORDER BY source_file")
    gone = [(path, name) for path, name in marked if not _is_there(path)]
    if not gone:
        return []
    paths, names = [[path for path, _ in gone]], [[name for _, name in gone]]
    with database.transaction():
        heirs = database.rows(
            """SELECT i.source_file, min(o.source_file) FROM inputs i JOIN inputs o USING (doc_id)
            WHERE i.path IN (SELECT unnest(?::VARCHAR[])) AND i.reader IS NOT NULL
            AND o.path NOT IN (SELECT unnest(?::VARCHAR[])) GROUP BY i.source_file, i.doc_id""",
            [*paths, *paths],
        )
        lost = database.rows(
            """SELECT DISTINCT doc_id FROM inputs i WHERE path IN (SELECT unnest(?::VARCHAR[])) AND doc_id NOT IN
            (SELECT doc_id FROM inputs WHERE doc_id IS NOT NULL AND path NOT IN (SELECT unnest(?::VARCHAR[])))""",
            [*paths, *paths],
        )
        database.execute("DELETE FROM inputs WHERE path IN (SELECT unnest(?::VARCHAR[]))", paths)
        rename_documents(database, dict(heirs))
        for table in ("documents", "editions"):
            database.execute(f"DELETE FROM {table} WHERE source_file IN (SELECT unnest(?::VARCHAR[]))", names)
        ids = [[doc_id for (doc_id,) in lost if doc_id]]
        for of_document in OF_DOCUMENT:
            database.execute(
                f"DELETE FROM {quoted(of_document.name)} WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", ids
            )
        settle(database, preferred_last(database))
    return [name for _, name in gone]


def _is_there(path: str) -> bool:
    """Whether a file of this path exists; for a file in an archive (`a.zip#b.pdf`), whether the archive still has it.
    In an archive that cannot be listed at the moment it may."""
    if Path(path).exists():
        return True
    packed = archive.within(path)
    if packed is None or not Path(packed[0]).is_file():
        return False
    listing = archive.folder(Path(packed[0]))
    return listing is None or any(found.name == packed[1] for found in listing.members)
