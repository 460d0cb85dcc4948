"""Rows of documents → the database: a batch of documents a transaction, the rows of a document replaced whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec import Struct
from msgspec.structs import astuple, replace

from extractor.dataset import tables
from extractor.dataset.arrow.document_rows import DocumentRows
from extractor.dataset.arrow.rows import rows
from extractor.dataset.book.inputs import write_inputs
from extractor.dataset.database import Database
from extractor.dataset.refusals import NoRoomError
from extractor.dataset.tables import InputRow, quoted
from extractor.records import schema
from extractor.records.rows import DocumentRow

BATCH_DOCUMENTS = 96
BATCH_ROWS = 10_000  # and no more rows than these are held for the next batch, one document aside,
BATCH_SECONDS = 10.0  # nor any longer than this once the next one comes: what is held is lost with a run that is killed


class ReadFile(Struct, frozen=True):
    """A file that was read in this run: what came of it, and what is known of it now."""

    made: DocumentRows
    file: InputRow


class Writer:
    """Takes what a run reads; holds no more than one batch of it, and another that is being written.

    A batch is written by a thread of its own, since most of the time the database computes: reading goes on
    meanwhile. A context: however it ends, nothing but the caller uses the database afterwards. Errors while a batch
    is written are raised by the next call.
    """

    def __init__(self, database: Database, run: int, spoilt: Callable[[DocumentRow, Exception], DocumentRows]) -> None:
        """`spoilt` makes the rows of a document whose own cannot be stored."""
        self._database = database
        self._run = run
        self._spoilt = spoilt
        self._read: list[ReadFile] = []
        self._known: list[InputRow] = []
        self._waiting = 0
        self._since = 0.0
        self._kept = 0  # bytes that the database may keep in memory, once it was given more
        self._hand = ThreadPoolExecutor(1, "writer")
        self._writing: Future[None] | None = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *why: object) -> None:
        self._hand.shutdown()

    def add(self, read: ReadFile) -> None:
        """Takes the rows of a document."""
        now = time.monotonic()
        if not self._read:
            self._since = now
        self._read.append(read)
        self._waiting += 1 + read.made.count
        is_full = len(self._read) >= BATCH_DOCUMENTS or self._waiting >= BATCH_ROWS
        if is_full or now - self._since >= BATCH_SECONDS:
            self._begin()

    def know(self, files: Sequence[InputRow]) -> None:
        """Takes files that have no rows to be written: copies, and those that are as they were."""
        self._known.extend(files)

    def flush(self) -> None:
        """Writes what is held, and returns when it is written."""
        self._begin()
        self._end()

    def _begin(self) -> None:
        """Begins to write what is held, once the batch before it is written."""
        self._end()
        held = self._read, self._known
        self._read, self._known, self._waiting = [], [], 0  # first: none is written twice, whatever ends here
        self._writing = self._hand.submit(self._write_each, *held)

    def _end(self) -> None:
        """Waits for the batch that is being written; a signal that ends the wait leaves it to be waited for again."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write_each(self, batch: Sequence[ReadFile], known: Sequence[InputRow]) -> None:
        """Writes a batch. A document whose rows the database refuses costs only itself."""
        import duckdb

        try:
            self._write(batch, known)
        except NoRoomError:
            before, self._kept = self._kept, self._database.at_ease()
            if self._kept <= before:
                raise
            self._write_each(batch, known)
        except duckdb.ConstraintException:
            self._write((), known)
            for read in batch:
                try:
                    self._write([read])
                except duckdb.ConstraintException as error:
                    self._write([replace(read, made=self._spoilt(read.made.document, error))])

    def _write(self, batch: Sequence[ReadFile], known: Sequence[InputRow] = ()) -> None:
        if not batch and not known:
            return
        database = self._database
        files = [*known, *(read.file for read in batch)]
        documents = [read.made.document for read in batch]
        names = [document.source_file for document in documents]
        with database.transaction():
            database.execute("UPDATE dataset SET settled = false WHERE settled")
            self._remove(files, [document.doc_id for document in documents if document.doc_id])
            for table in (schema.DOCUMENTS, tables.EDITIONS):
                database.execute(
                    f"DELETE FROM {table.name} WHERE source_file IN (SELECT unnest(?::VARCHAR[]))", [names]
                )
            for table in tables.OF_DOCUMENT:
                found = [read.made.batches[table.name] for read in batch if table.name in read.made.batches]
                database.insert_made(table, found)
            database.insert(schema.DOCUMENTS, rows(schema.DOCUMENTS, documents))
            database.insert(tables.EDITIONS, [astuple(read.made.edition) for read in batch])
            write_inputs(database, files)
            read_now = [(self._run, d.source_file, d.doc_id, d.status, d.seconds) for d in documents]
            database.insert(tables.RUN_DOCUMENTS, read_now)

    def _remove(self, files: Sequence[InputRow], read: Sequence[str]) -> None:
        """Removes the rows of what is read again, and of what these files held before and no other file holds."""
        now = {file.path: file.doc_id for file in files}
        found = self._database.rows(
            """SELECT i.path, i.doc_id FROM inputs i
            WHERE i.path IN (SELECT unnest(?::VARCHAR[])) AND i.reader IS NOT NULL
            AND NOT EXISTS (FROM inputs o WHERE o.doc_id = i.doc_id AND o.path <> i.path AND o.reader IS NOT NULL)""",
            [[*now]],
        )
        left = {doc_id for path, doc_id in found if doc_id and doc_id != now[path]}
        again = self._database.rows(
            "SELECT DISTINCT doc_id FROM inputs WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", [[*read]]
        )
        gone = [*left | {doc_id for (doc_id,) in again}]
        if gone:  # they lie all over the indexes
            self._kept = self._database.at_ease()
        for table in tables.OF_DOCUMENT if gone else ():
            self._database.execute(
                f"DELETE FROM {quoted(table.name)} WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", [gone]
            )
