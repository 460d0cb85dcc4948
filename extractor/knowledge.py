"""The pattern library: where `patterns/` lies, and its files read once, with what a user's own folder adds to them.

In a checkout it is the top-level folder, in an installed wheel it lies inside the package. A user's folder has files of
the same names; their lists go on with those of the library. Which folder is in use belongs to the call that reads a
document (`using`), so that two readings with different folders do not know of each other.
"""

from __future__ import annotations

import csv
import functools
import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path, PurePosixPath
from typing import Any, ParamSpec, TypeVar

import msgspec
import regex
from msgspec import Struct, structs

from extractor.errors import PatternError
from extractor.kept import compiled, made_of
from extractor.languages import Sentence, spoken

T = TypeVar("T")
P = ParamSpec("P")
Step = str | int
Wrong = tuple[tuple[Step, ...], Sentence]
"""The path to an entry of a pattern file (keys and 0-based positions from the top), and what is wrong with it."""
OF_SCHEMAS = {
    "expected {wanted} of length {length}": "Expected (?P<wanted>.+) of length (?P<length>.+)",
    "expected {wanted}, and it is {given}": "Expected (?P<wanted>.+), got (?P<given>.+)",
    "expected {wanted}": "Expected (?P<wanted>.+)",
    "the field {name} is missing": "Object missing required field (?P<name>.+)",
    "unknown field {name}": "Object contains unknown field (?P<name>.+)",
    "{value} is none of the values that can stand here": "Invalid (?:enum )?value (?P<value>.+)",
}
"""Our sentence for each way in which an entry can break its schema, and the words in which msgspec says so."""
_OF_ANY_NAME = frozenset((".", "prose", "identities"))  # folders to which a user may add files of any name
_STEP = compiled(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]")


class Own(Struct, frozen=True):
    """A user's folder of patterns, and its files with their times and sizes: a change makes it another `Own`."""

    folder: Path
    state: tuple[tuple[str, int, int], ...]


_OWN: ContextVar[Own | None] = ContextVar("own patterns", default=None)


@contextmanager
def using(folder: str | os.PathLike[str] | None) -> Iterator[None]:
    """A context in which the patterns of the user's folder are read besides the library's; None: the library's alone.

    Raises `PatternError` where `folder` is not a folder or cannot be read.
    """
    now = _OWN.get()
    same = now is not None and folder is not None and now.folder == Path(folder)
    token = _OWN.set(now if same else _own(Path(folder)) if folder is not None else None)
    try:
        yield
    finally:
        _OWN.reset(token)


def _own(folder: Path) -> Own:
    if not folder.is_dir():
        raise PatternError(spoken("{folder} is not a folder; give the folder that holds your patterns.", folder=folder))
    try:
        paths = sorted((*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")))  # as deep as the library itself
        found = [(path, path.stat()) for path in paths]
    except OSError as error:
        raise PatternError(
            spoken(
                "{path} cannot be read ({reason}); check its permissions.", path=error.filename, reason=error.strerror
            )
        ) from error
    state = tuple((path.relative_to(folder).as_posix(), stat.st_mtime_ns, stat.st_size) for path, stat in found)
    if not state:
        raise PatternError(spoken("{folder} holds no patterns; they are files named *.yaml.", folder=folder))
    for name, _, _ in state:
        if not (library() / name).is_file() and str(PurePosixPath(name).parent) not in _OF_ANY_NAME:
            raise PatternError(
                spoken(
                    "{path} adds to nothing: the library has no {name}; name it as the file to which it adds.",
                    path=folder / name,
                    name=name,
                )
            )
    return Own(folder, state)


def remembered(function: Callable[P, T], size: int | None = None) -> Callable[P, T]:
    """The function with its last `size` results cached, separately for each state of a user's folder."""

    library = functools.lru_cache(maxsize=size)(function)  # asked a thousand times a page, mostly without a folder

    @functools.lru_cache(maxsize=size)
    def kept(own: Own, *arguments: Hashable, **named: Hashable) -> T:
        return function(*arguments, **named)  # type: ignore[arg-type]

    @functools.wraps(function)
    def asked(*arguments: P.args, **named: P.kwargs) -> T:
        own = _OWN.get()
        return library(*arguments, **named) if own is None else kept(own, *arguments, **named)  # type: ignore[arg-type]

    return asked


def remembering(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`remembered` as a decorator with its `size`, for functions that are called with many different arguments."""
    return functools.partial(remembered, size=size)


@functools.cache
def library() -> Path:
    """The folder of the pattern library."""
    inside = Path(__file__).parent / "patterns"
    folder = inside if inside.is_dir() else Path(__file__).parent.parent / "patterns"
    if not folder.is_dir():
        raise PatternError(
            spoken(
                "The pattern library is missing: neither {inside} nor {outside} is there; reinstall juesuan.",
                inside=inside,
                outside=folder,
            )
        )
    return folder


def read_yaml(path: Path) -> Any:
    """The content of a YAML file of the library or of a user. Raises `PatternError` where it is broken."""
    try:
        text = path.read_text("utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise _not_yaml(path, error) from error

    def parsed() -> Any:
        import yaml  # in most runs every file was parsed by an earlier one

        try:
            return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError as error:
            raise _not_yaml(path, error) from error

    return made_of("yaml", text, parsed)


def _not_yaml(path: Path, error: Exception) -> PatternError:
    reason = " ".join(str(error).split())
    return PatternError(spoken("{path} cannot be read as YAML: {reason}", path=path, reason=reason))


def files(name: str) -> tuple[Path, ...]:
    """`patterns/NAME` and the file of that name in the user's folder, those of them that exist."""
    own = _OWN.get()
    places = (library() / name, *((own.folder / name,) if own is not None else ()))
    return tuple(place for place in places if place.is_file()) or places[:1]


def names_in(folder: str) -> tuple[str, ...]:
    """The names of the YAML files in a folder of the library, then those that the user's folder adds to it."""
    shared = sorted(path.name for path in (library() / folder).glob("*.yaml"))
    own = _OWN.get()
    mine = (PurePosixPath(name) for name, _, _ in own.state) if own is not None else ()
    return (*shared, *(path.name for path in mine if path.parent.name == folder and path.name not in shared))


def wording_files(others: Collection[str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files with wordings of the prose: the library's, and the user's own (in the folder or its `prose/`); without
    the `others` of patterns/prose/, and what a user adds to any of these or of patterns/."""
    shared = tuple(path for path in sorted((library() / "prose").glob("*.yaml")) if path.name not in others)
    own = _OWN.get()
    if own is None:
        return shared, ()
    names = {path.name for path in library().glob("*.yaml")} | {f"prose/{name}" for name in others}
    mine = (name for name, _, _ in own.state if name.removeprefix("prose/") == PurePosixPath(name).name)
    return shared, tuple(own.folder / name for name in mine if name not in names)


@remembered
def entry(name: str) -> Any:
    """The content of `patterns/NAME`, a YAML file, with what the user's file of that name adds."""
    return functools.reduce(_and, map(read_yaml, files(name)))


def load(name: str, schema: type[T], check: Callable[[T], Iterable[Wrong]] = lambda value: ()) -> T:
    """`entry` as a value of `schema`. Raises `PatternError`, which names the file and the line, for what breaks the
    schema, and for what `check` finds wrong. A user's file needs only the fields to which it adds."""
    library_file, *own = files(name)
    value = checked(library_file, schema, check)
    for path in own:
        checked(path, _adding_to(schema), check)
        for steps in _contradicted(read_yaml(library_file), read_yaml(path)):
            raise fault(path, steps, spoken("the library says this already, and otherwise; only lists can be added to"))
    return msgspec.convert(entry(name), schema) if own else value


def _adding_to(schema: Any) -> Any:
    """The schema of a user's file: that of the library's, with no field of the whole file required."""
    if not (isinstance(schema, type) and issubclass(schema, Struct)):
        return schema
    return msgspec.defstruct(
        schema.__name__,
        [
            (field.name, field.type | msgspec.UnsetType, msgspec.field(default=msgspec.UNSET, name=field.encode_name))
            for field in structs.fields(schema)
        ],
        frozen=True,
        forbid_unknown_fields=True,
    )


def checked(path: Path, schema: type[T], check: Callable[[T], Iterable[Wrong]] = lambda value: ()) -> T:
    """The content of one file, as `load` checks it."""
    try:
        value = msgspec.convert(read_yaml(path), schema)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise fault(path, _steps(place.rstrip("`")), _of_schema(reason)) from error
    for steps, reason in check(value):
        raise fault(path, steps, reason)
    return value


def fault(path: Path, steps: Sequence[Step], reason: Sentence) -> PatternError:
    """The error of an entry, with its line; `steps` lead to it (keys and 0-based positions from the file's top)."""
    import yaml

    node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    for step in steps:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
    line = node.start_mark.line + 1 if node is not None else 1
    return PatternError(spoken("{path}, line {line}: {reason}.", path=path, line=line, reason=reason))


def no_expression(error: regex.error) -> Sentence:
    """The sentence for an expression that `regex` refuses."""
    return spoken("the expression cannot be compiled ({reason})", reason=error)


def _of_schema(reason: str) -> Sentence:
    """What msgspec finds wrong, in two languages; words of its that are not in `OF_SCHEMAS` are quoted."""
    for template, expression in OF_SCHEMAS.items():
        if said := compiled(expression).fullmatch(reason):
            return spoken(template, **said.groupdict())
    return spoken("it does not keep to its schema ({reason})", reason=reason)


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `patterns/NAME`, a CSV file with a header, every field as text."""
    with (library() / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _steps(place: str) -> list[Step]:
    return [int(m["index"]) if m["index"] else m["key"] for m in _STEP.finditer(place)]


def _contradicted(first: Any, more: Any, steps: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The paths to what a second file says otherwise than the first, beside what it adds."""
    if isinstance(first, dict) and isinstance(more, dict):
        for key in more:
            if key in first:
                yield from _contradicted(first[key], more[key], (*steps, key))
    elif not (isinstance(first, list) and isinstance(more, list)) and first != more:
        yield steps


def _and(first: Any, more: Any) -> Any:
    """Two files as one: lists are concatenated, mappings merged; of anything else both say the same."""
    if isinstance(first, list) and isinstance(more, list):
        return [*first, *more]
    if isinstance(first, dict) and isinstance(more, dict):
        return {key: _and(first[key], more[key]) if key in first and key in more else first.get(key, more.get(key))
                for key in (*first, *(k for k in more if k not in first))}  # fmt: skip
    return first
