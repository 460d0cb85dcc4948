"""The figures of the prose by section and metric, and by the project that they are on, as identities ask for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from extractor.audit.identities.selectors import Selector
from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.records.rows import Figure

NEAR = 300  # figures of a kind before and after: what belongs together stands together
_BLANK = compiled(r"[\s（）()“”\"]+")


class FigureIndex:
    """Figures that state a number of the year; a node is `offset` + the figure's index.

    What another year had stands in no identity of this one but in those of a change against that year; what is told in
    passing (reasons, plans, uses) stands in none.
    """

    def __init__(self, figures: Sequence[Figure], offset: int) -> None:
        self._figures = figures
        self._offset = offset
        self._subjects = [_BLANK.sub("", figure.subject) for figure in figures]
        self._places: dict[int | None, dict[str, list[int]]] = {}
        self._past: dict[int | None, dict[str, list[int]]] = {}
        for i in sorted(range(len(figures)), key=lambda i: figures[i].char_start):
            figure = figures[i]
            told = figure.metric is not None and figure.value is not None and figure.context is None
            if told:
                places = self._places if figure.of_this_year else self._past
                places.setdefault(figure.section_no, {}).setdefault(str(figure.metric), []).append(i)
        self._rank = {
            i: rank for rank, i in enumerate(sorted(range(len(figures)), key=lambda i: (figures[i].char_start, i)))
        }

    def anchors(self, selector: Selector, once: bool) -> Iterator[tuple[int, str | None]]:
        """The figures that an `each` binds one by one, with the subject code that `same` means in a table.

        One printed number may be several figures (收、支总计各增加…); with `once` only the first of them counts.
        """
        seen: set[int] = set()
        for section in self._sections(selector):
            for i in self._listed(section, selector.measures):
                code = self._figures[i].subject_code
                if (selector.keys and code is None) or (once and self._figures[i].char_start in seen):
                    continue
                seen.add(self._figures[i].char_start)
                if selector.pattern is None or selector.pattern.search(self._subjects[i]):
                    yield i + self._offset, code

    def on_project(self, project: str, selector: Selector) -> list[int]:
        """The amounts of money that the prose states of a project."""
        name = _project(project)
        listed = (i for section in self._sections(selector) for i in self._listed(section, selector.measures))
        money = [i for i in listed if self._figures[i].value_yuan is not None]
        return [i + self._offset for i in money if _project(self._figures[i].subject) == name]

    def find(self, selector: Selector, anchor: int) -> int | None:
        """The figure that belongs to an anchor, or None."""
        i = anchor - self._offset
        here = self._figures[i].section_no
        section = here if selector.section is None else selector.section
        rank = self._rank[i] if section == here else -1
        if selector.basis:
            return self._of_year(i, section, selector.measures)
        others = self._listed(section, selector.measures)
        at = bisect_left(others, rank, key=self._rank.__getitem__)
        before = [j for j in reversed(others[max(at - NEAR, 0) : at]) if j != i]
        after = [j for j in others[at : at + NEAR] if j != i]
        if selector.rows == "previous":
            found = next(iter(before), None)
        elif selector.rows == "same":
            found = self._alike(i, (*before, *after))
        else:
            pattern = selector.pattern
            found = next((j for j in (*after, *before) if pattern and pattern.search(self._subjects[j])), None)
        return None if found is None else found + self._offset

    def _of_year(self, i: int, section: int | None, metrics: Iterable[str]) -> int | None:
        """What the same subject had in the year that a change is against, where the text says it once."""
        year, place = self._figures[i].year_compared, self._past.get(section, {})
        if year is None:
            return None
        listed = [j for metric in metrics for j in place.get(metric, ()) if self._figures[j].figure_year == year]
        found = [j for j in listed if self._subjects[j] == self._subjects[i]]
        return found[0] + self._offset if len(found) == 1 else None

    def _sections(self, selector: Selector) -> Iterable[int | None]:
        return self._places if selector.section is None else (selector.section,)

    def _listed(self, section: int | None, metrics: Iterable[str]) -> list[int]:
        place = self._places.get(section, {})
        lists = [place[metric] for metric in metrics if metric in place]
        return lists[0] if len(lists) == 1 else sorted((i for part in lists for i in part), key=self._rank.__getitem__)

    def _alike(self, i: int, candidates: Sequence[int]) -> int | None:
        """The first with the same subject, else the first whose subject the other's begins with (X and X占Y) or ends
        with (某局X); never one of another concept (本年收入 for 收入总计), nor a change against something else."""
        subject, code = self._subjects[i], self._figures[i].subject_code
        loose: int | None = None
        against = self._figures[i].compared_with
        for j in candidates:
            other, other_code = self._subjects[j], self._figures[j].subject_code
            if against and self._figures[j].compared_with not in (against, None):
                continue
            if code is not None and other_code is not None:
                if code == other_code:
                    return j
            elif subject == other:
                return j
            elif loose is None and self._is_part(i, j):
                loose = j
        return loose

    def _is_part(self, i: int, j: int) -> bool:
        """Whether one of two subjects is the other with something before or behind it."""
        longer, shorter = sorted((self._subjects[i], self._subjects[j]), key=len, reverse=True)
        one, other = self._figures[i].concept, self._figures[j].concept
        if one is not None and other is not None and one != other:
            return False
        return longer.startswith(shorter) or (one == other is not None and longer.endswith(shorter))


def _project(name: str) -> str:
    """A project's name for comparing: without year, quotes and the word 项目 at its end."""
    bare = plain(name)
    if bare[:4].isdigit():
        bare = bare[4:].lstrip("年度")
    return bare.removesuffix("项目")


def of_unit_alone(figures: Sequence[Figure], own: str | None) -> tuple[Figure, ...]:
    """The figures in their order; those of other units have lost their value, so that no table of `own` binds them."""
    return tuple(f if f.unit_name == own else replace(f, value=None, value_yuan=None) for f in figures)
