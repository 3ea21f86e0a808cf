"""citeman resolve as a user meets it: what comes out where, and with which exit code."""

import json
import shlex
from pathlib import Path

import pytest

from tests.calls import Citeman

ROOT = Path(__file__).resolve().parents[1]
PAGE = "examples/news.txt"
LIST = "references/liver-injury-cytokines.txt"
LIBRARY = "tests/fixtures/mentions_library.json"


def test_json_holds_every_mention_with_its_candidates_and_decision(citeman: Citeman) -> None:
    run = citeman("resolve", PAGE, "-L", LIST, "--json")
    text = (ROOT / PAGE).read_text("utf-8")
    mentions = json.loads(run.out)["mentions"]
    assert run.code == 0
    for mention in mentions:
        start, end = mention["span"]
        assert text[start:end] == mention["quote"]
        for candidate in mention["candidates"]:
            assert {"id", "PMID", "score", "evidence", "against"} <= candidate.keys()
        ids = [candidate["id"] for candidate in mention["candidates"]]
        assert mention["decision"] is None or mention["decision"] == ids[0]
        assert mention["decision"] or mention["why"]
    decided = {m["candidates"][0]["PMID"] for m in mentions if m["decision"]}
    assert decided == {"19828532", "23082173", "33075298"}


def test_a_person_reads_the_paper_its_evidence_and_what_was_left_alone(citeman: Citeman) -> None:
    run = citeman("resolve", PAGE, "-L", LIST)
    assert "PMID 19828532" in run.out
    assert '+ journal "New England Journal of Medicine": N Engl J Med' in run.out
    assert '"Abraham et al. (2009)"' in run.out
    assert "left alone: " in run.out
    assert run.err == "citeman: 5 mentions: 4 of 3 papers, 1 left alone\n"


def test_abstaining_is_no_failure(citeman: Citeman) -> None:
    run = citeman("resolve", "-", "-L", LIBRARY, "--json", stdin="A study in Gut in 1999 said so.")
    [mention] = json.loads(run.out)["mentions"]
    assert (run.code, mention["decision"]) == (0, None)


def test_a_text_that_speaks_of_no_paper_has_no_mentions(citeman: Citeman) -> None:
    run = citeman("resolve", "-", "-L", LIBRARY, "--json", stdin="Studies have shown much.")
    assert (run.code, json.loads(run.out)) == (0, {"mentions": []})


def test_the_day_can_be_given_where_the_text_has_none(citeman: Citeman) -> None:
    text = "A study that JAMA published yesterday shows that low-dose hydrocortisone does no harm."
    first = citeman("resolve", "-", "-L", LIBRARY, "--json", "--today", "2017-04-05", stdin=text)
    later = citeman("resolve", "-", "-L", LIBRARY, "--json", "--today", "2021-04-05", stdin=text)
    assert [m["decision"] for m in json.loads(first.out)["mentions"]] == ["baud2017"]
    assert [m["decision"] for m in json.loads(later.out)["mentions"]] == [None]


def test_the_library_may_come_from_the_environment(citeman: Citeman) -> None:
    run = citeman("resolve", "-", stdin="Noble and Goa (1997)", CITEMAN_LIBRARY=LIBRARY)
    assert "noble1997" in run.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["resolve", PAGE], 2, "nowhere to look"),
        (["resolve", PAGE, "-L", "no-such.bib"], 4, "no-such.bib"),
        (["resolve", "no-such.txt", "-L", LIST], 4, "no-such.txt"),
        (["resolve", PAGE, "--source", "no-such.index"], 2, "no-such.index"),
        (["resolve", PAGE, "--source", LIST], 4, "no index"),
        (["resolve", PAGE, "-L", LIST, "--today", "soon"], 2, "soon"),
    ],
)
def test_what_cannot_be_done_is_said_in_at_most_three_lines(
    citeman: Citeman, arguments: list[str], code: int, words: str
) -> None:
    run = citeman(*arguments)
    assert run.code == code
    assert words in run.err
    assert len(run.err.splitlines()) <= 3
    assert run.out == ""


def test_a_source_that_was_not_asked_leaves_the_run_incomplete(citeman: Citeman) -> None:
    run = citeman("resolve", PAGE, "--source", "pubmed", "--offline", "--json")
    mentions = json.loads(run.out)["mentions"]
    assert run.code == 3
    assert {mention["decision"] for mention in mentions} == {None}
    assert all(mention["trouble"] for mention in mentions)


def test_an_index_is_asked_for_what_the_library_lacks(citeman: Citeman, tmp_path: Path) -> None:
    index = str(tmp_path / "small.index")
    assert citeman("index", "build", index, LIBRARY).code == 0
    text = "Angioedema has been described (Abraham & McGrath, 2003). See Noble and Goa (1997)."
    run = citeman("resolve", "-", "--source", index, "--json", stdin=text)
    assert next(m["decision"] for m in json.loads(run.out)["mentions"]) == "PMID:12974198"


def test_the_answer_may_go_to_a_file(citeman: Citeman, tmp_path: Path) -> None:
    out = tmp_path / "mentions.json"
    run = citeman("resolve", PAGE, "-L", LIST, "--json", "-q", "-o", str(out))
    assert (run.out, run.err) == ("", "")
    assert len(json.loads(out.read_text("utf-8"))["mentions"]) == 5


def test_the_examples_of_the_help_run(citeman: Citeman) -> None:
    text = citeman("resolve", "--help").out
    lines = [line.strip() for line in text.splitlines() if "citeman resolve" in line]
    commands = [line for line in lines if not line.startswith("Usage")]
    assert len(commands) == 2
    for command in commands:
        before, _, call = command.rpartition("citeman resolve ")
        stdin = shlex.split(before.removesuffix("| "))[1] if before else ""
        run = citeman("resolve", *shlex.split(call), stdin=stdin)
        assert run.code == 0
        assert "PMID" in run.out
