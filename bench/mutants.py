"""Mutants: what becomes of a disclosure whose file was spoilt, or whose text layer says what nobody sees.

    python -m bench.mutants [DOCUMENT …] [--count 500] [--seed 20240601] [--ocr auto|never]

Kinds: `digits` (a font of numbers claims two digits exchanged, or a digit for another), `hidden` (another amount, in
letters that nobody sees, over or beside a printed one), `flipped` (single bits), `moved` (a block of bytes stands
elsewhere), `cut` (the file ends early), `pages` (a page's content is another's or none, a page is gone). Prints for
each kind how many mutants there were, their statuses, how many were silent (`ok`, no failed check more than before, and
facts that are not those of the document), and the seconds. Without arguments it takes the samples that are `ok`. Pages
without usable text take most of the time, since they are read from their pictures: with `--ocr never` they are not.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bench.faults import change_digit
from extractor.document.model import Box
from extractor.document.scan.modes import OcrMode
from extractor.options import Options
from extractor.reading import Reading, read_file
from extractor.records.rows import Fact

SEED = 20240601
DIGITS = "0123456789"
_OBJECT = re.compile(rb"(?s)(?<!\d)(\d+) 0 obj\b(.*?)endobj")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
Amounts = dict[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Original:
    """A document that is `ok`, with what it holds."""

    path: Path
    data: bytes
    facts: tuple[Fact, ...]
    failed: int
    amounts: Amounts
    objects: dict[int, bytes]

    def pages(self) -> list[int]:
        return [n for n, body in self.objects.items() if b"/Contents" in body and re.search(rb"/Type /Page\b", body)]

    def amended(self, new: dict[int, bytes]) -> bytes:
        """The file with objects added or replaced, as a program that saves changes writes it: behind its end."""
        trailer = self.data[self.data.rindex(b"trailer") :]
        before = int(re.findall(rb"startxref\s+(\d+)", trailer)[-1])
        root = re.findall(rb"/Root (\d+ 0 R)", trailer)[-1]
        parts, table, place = [self.data, b"\n"], [b"xref\n"], len(self.data) + 1
        for number, body in new.items():
            written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            table.append(b"%d 1\n%010d 00000 n \n" % (number, place))
            parts.append(written)
            place += len(written)
        size = max([*self.objects, *new]) + 1
        end = b"trailer\n<< /Root %s /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (root, size, before, place)
        return b"".join([*parts, *table, end])


def original(path: Path) -> Original | None:
    """The document, if it is `ok` and can be changed here."""
    reading = read_file(path)
    data = path.read_bytes()
    if reading.document.status != "ok" or b"trailer" not in data:
        return None
    objects = {int(m[1]): m[2].strip() for m in _OBJECT.finditer(data)}
    failed = reading.document.checks_failed or 0
    return Original(path, data, reading.facts, failed, _amounts(reading), objects)


def _amounts(reading: Reading) -> Amounts:
    return {(f.table_no, f.cell): f.amount for f in reading.facts}


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def digits(of: Original, chance: random.Random) -> bytes:
    """A simple font of numbers gets a ToUnicode that exchanges two digits, or calls one of them by the other's name."""
    fonts = [n for n, b in of.objects.items() if b"/WinAnsiEncoding" in b and b"/ToUnicode" not in b]
    one, other = chance.sample(DIGITS, 2)
    claims = {one: other, other: one} if chance.random() < 0.8 else {one: other}
    mapped = "".join(f"<{code:02x}> <{ord(claims.get(chr(code), chr(code))):04x}>\n" for code in range(32, 127))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n95 beginbfchar\n{mapped}endbfchar\nendcmap end end"
    )
    number = max(of.objects) + 1
    new = {n: of.objects[n].replace(b"/Type /Font", b"/Type /Font /ToUnicode %d 0 R" % number) for n in fonts}
    return of.amended({**new, number: _stream(cmap.encode())})


def hidden(of: Original, chance: random.Random) -> bytes:
    """Another amount in invisible (3 Tr) or white letters, over a printed one or beside it."""
    fact = chance.choice([f for f in of.facts if f.page and f.box])
    box = fact.box or Box(0, 0, 0, 0)
    pages = of.pages()
    page = pages[min(int(fact.page or 1), len(pages)) - 1]
    sheet = re.search(rb"/MediaBox \[ ?([\d. ]+)\]", of.objects[page])
    height = float(sheet[1].split()[3]) if sheet else 842.0
    x = box.x0 - chance.choice((0, 0, 20))
    y = height - box.bottom + 1
    amount = change_digit(fact.amount, "leading", chance)
    veil = chance.choice(("3 Tr", "1 1 1 rg"))
    shown = f"q BT {veil} /F3 7 Tf 1 0 0 1 {x:.2f} {y:.2f} Tm ({amount}) Tj ET Q".encode()
    number = max(of.objects) + 1
    body = _CONTENTS.sub(rb"/Contents [ \1 0 R %d 0 R ]" % number, of.objects[page])
    return of.amended({page: body, number: _stream(shown)})


def flipped(of: Original, chance: random.Random) -> bytes:
    data = bytearray(of.data)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def moved(of: Original, chance: random.Random) -> bytes:
    length = chance.randint(8, 512)
    start = chance.randrange(len(of.data) - length)
    block, rest = of.data[start : start + length], of.data[:start] + of.data[start + length :]
    to = chance.randrange(len(rest))
    return rest[:to] + block + rest[to:]


def cut(of: Original, chance: random.Random) -> bytes:
    return of.data[: int(len(of.data) * chance.uniform(0.5, 0.999))]


def pages(of: Original, chance: random.Random) -> bytes:
    """A page's content is that of another page, nothing, or an object that is not there; or the page is gone."""
    page, other = chance.sample(of.pages(), 2)
    content = of.objects[page]
    theirs = _CONTENTS.search(of.objects[other])
    kind = chance.choice(("other", "none", "lost", "gone"))
    if kind == "other" and theirs:
        return of.amended({page: _CONTENTS.sub(theirs[0], content)})
    if kind == "gone":
        trees = [n for n, b in of.objects.items() if b"/Kids" in b and b"%d 0 R" % page in b]
        if trees:
            body = re.sub(rb"(?<!\d)%d 0 R" % page, b"", of.objects[trees[0]])
            body = re.sub(rb"/Count (\d+)", lambda m: b"/Count %d" % (int(m[1]) - 1), body)
            return of.amended({trees[0]: body})
    lost = b"" if kind == "none" else b"/Contents 99999 0 R"
    return of.amended({page: _CONTENTS.sub(lost, content)})


KINDS: dict[str, Callable[[Original, random.Random], bytes]] = {
    f.__name__: f for f in (digits, hidden, flipped, moved, cut, pages)
}


@dataclass(slots=True)
class Tally:
    """What became of the mutants of one kind."""

    made: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(
    originals: Sequence[Original], count: int, seed: int, folder: Path, options: Options, tallies: dict[str, Tally]
) -> None:
    """Adds to the tallies what becomes of `count` mutants, their kinds and documents in turn; each is read as
    `juesuan convert` reads it."""
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = list(KINDS)[number % len(KINDS)]
        fit = [o for o in originals if kind not in ("digits", "hidden") or b"/F3" in o.data]
        if not fit:
            continue
        of, tally = chance.choice(fit), tallies[kind]
        path = folder / f"{number:04d}.pdf"
        path.write_bytes(KINDS[kind](of, chance))
        started = time.perf_counter()
        reading = read_file(path, options)
        tally.seconds += time.perf_counter() - started
        tally.made += 1
        tally.statuses[str(reading.document.status)] += 1
        as_before = (reading.document.checks_failed or 0) <= of.failed
        if reading.document.status == "ok" and as_before:
            found = _amounts(reading)
            differing = len(set(found.items()) ^ set(of.amounts.items()))
            if differing:
                tally.silent.append(f"{number} of {of.path.name}: {differing} facts differ")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--ocr", choices=[mode.value for mode in OcrMode], default=OcrMode.AUTO.value)
    arguments = parser.parse_args()
    samples = Path(__file__).parents[1] / "samples"
    paths = arguments.documents or sorted(samples.glob("*.pdf"))
    logging.disable()  # the second readers speak of every byte that is out of place
    originals = [o for path in paths if (o := original(path))]
    tallies = {kind: Tally() for kind in KINDS}
    options = Options(ocr=arguments.ocr)
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):  # what was done till then is told
        run(originals, arguments.count, arguments.seed, Path(folder), options, tallies)
    print(f"{'kind':10}{'mutants':>8}{'silent':>8}{'seconds':>9}  statuses")
    for kind, tally in tallies.items():
        statuses = ", ".join(f"{status} {n}" for status, n in sorted(tally.statuses.items()))
        print(f"{kind:10}{tally.made:8}{len(tally.silent):8}{tally.seconds:9.1f}  {statuses}")
    for kind, tally in tallies.items():
        for sentence in tally.silent:
            print(f"silent, {kind}: mutant {sentence}")


if __name__ == "__main__":
    main()
