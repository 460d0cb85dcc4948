"""The identities as data: their examples, those of a user, broken ones, and real and made-up accounts that hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.audit.auditor import Audit, audit
from extractor.audit.examples import failures
from extractor.audit.identities.rules import rules
from extractor.errors import PatternError
from extractor.knowledge import using
from extractor.records.rows import Fact, Figure
from tests.support.gold import facts_of, figures_of, meta_of
from tests.support.readings import CORPUS, needs_corpus

SHARED = CORPUS / "gold"
SAMPLES = Path(__file__).parents[2] / "samples" / "gold"


def clean(name: str, folder: Path, prose: bool = True) -> tuple[tuple[Fact, ...], tuple[Figure, ...], Audit]:
    path = folder / f"{name}_tables.csv"
    facts = facts_of(path)
    told = folder / f"{name}_prose.csv"
    figures = figures_of(told, facts) if prose and told.exists() else ()
    return facts, figures, audit(facts, figures, empty=meta_of(path).get("tables_empty", ()))


def test_every_identity_keeps_its_own_examples() -> None:
    assert not list(failures())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"holds": {"02 208 total": 1, "02 208 other": 2}}, "does not hold in its example"),
        ({"fails": {"02 208 other": 1}}, "holds in its example `fails`"),
        ({"holds": {"02 208 total": 1}, "fails": {}}, "does not let it be tried"),
        ({"fails": {"02 208 other": "one"}}, "cannot be read"),
    ],
)
def test_an_identity_that_its_examples_do_not_show_is_named(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    own(tmp_path, {"id": "Z", **change})
    with using(tmp_path):
        (failure,) = failures()
    assert failure.startswith("identity Z: ") and says in failure


def own(folder: Path, change: Mapping[str, object]) -> None:
    """A user's folder with two identities of its own: X, and the same changed so."""
    entry = {"id": "X", "name_zh": "x", "name_en": "x", "relation": "equals", "left": "02 each total",
             "right": "02 same other", "source": "x", "holds": {"02 208 total": 1, "02 208 other": 1},
             "fails": {"02 208 other": 2}}  # fmt: skip
    (folder / "identities").mkdir()
    (folder / "identities" / "own.yaml").write_text(json.dumps([entry, {**entry, **change}], indent=1), "utf-8")


def test_an_identity_of_the_user_is_tried(tmp_path: Path) -> None:
    own(tmp_path, {"id": "Z"})
    assert {"X", "Z"}.isdisjoint(identity.id for identity in rules())
    with using(tmp_path):
        assert [identity.id for identity in rules()][-2:] == ["X", "Z"] and not list(failures())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"relation": "is"}, "'is' is none of the values"),
        ({"left": "01 total"}, "three words"),
        ({"left": "1 a b"}, "“1” is not a table"),
        ({"left": "02@bduget each total"}, "“bduget” in “02@bduget” is unknown"),
        ({"right": "02 below:3 total"}, "“below:3” does not name rows"),
        ({"right": "02 each:clas total"}, "narrowed by “clas”"),
        ({"right": "02 same superior_subsidy|bussiness"}, "“bussiness” in .* is no measure"),
        ({"right": "02 same other=oter+total"}, "“oter” in .* is no measure"),
        ({"left": "01.income grand_totl amount"}, "“grand_totl” in .* is no item"),
        ({"left": "01.income closing_balance amount"}, "“closing_balance” in .* is no item"),
        ({"left": "S2 each amnt"}, "“amnt” in .* is no metric"),
        ({"left": "S15 each amount"}, "“S15” is not a section"),
        ({"left": "02 each total", "right": "P2 funds executed"}, "numbers of the sheet on its left"),
        ({"over": "02 same total"}, "over"),
        ({"right": "S1 same amount"}, "prose"),
        ({"why": "x"}, "unknown field `why`"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(tmp_path: Path, change: dict[str, str], says: str) -> None:
    own(tmp_path, {"id": "Z", **change})
    with using(tmp_path), pytest.raises(PatternError, match=rf"own\.yaml, line (1[6-9]|2[0-9]|3[0-9]): .*{says}"):
        rules()


@needs_corpus
@pytest.mark.parametrize("name", ["seed", "shegongbu"])
def test_real_tables_have_no_failed_check_beyond_rounding(name: str) -> None:
    facts, _, result = clean(name, SHARED, prose=False)
    assert result.failed == ()
    assert "failed" not in result.fact_status and len(result.fact_status) == len(facts)
    assert clean(name, SHARED)[2].tried >= 250


@needs_corpus
def test_the_prose_of_the_founding_document_fails_where_it_slips() -> None:
    _, figures, result = clean("seed", SHARED)
    assert {c.verdict for c in result.failed} == {"printed"}
    slips = {(c.check_id, figures[c.figures[0]].value) for c in result.failed}
    assert slips == {
        ("P2-share", Decimal("5.61")),
        ("P5a", Decimal("97.34")),
        ("P5b", Decimal("92.17")),
        ("P12-share", Decimal("99.8")),
        ("P-change", Decimal("29.58")),
        ("P-same-45", Decimal("22.7")),
    }
    (slip,) = [c for c in result.failed if c.check_id == "P-change"]
    assert "printed 22.22元, were 222200" in str(slip.message)
    assert clean("shegongbu", SHARED)[2].failed == ()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*_tables.csv")), ids=lambda p: p.stem)
def test_samples_are_clean(path: Path) -> None:
    result = clean(path.name.removesuffix("_tables.csv"), SAMPLES)[2]
    assert [c.message for c in result.failed] == []
    assert 2 * result.tried >= len(result.fact_status) and result.fact_status.count("unchecked") <= 2
