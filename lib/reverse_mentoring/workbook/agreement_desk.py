"""The desk of step 3: where each pair stands, and everything about one pair on its right."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.agreements.goal_plans import vague
from reverse_mentoring.decide.agreements.negotiation import About, both_answered, not_written
from reverse_mentoring.decide.agreements.session_plan import session_count
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import person_places
from reverse_mentoring.present.public_holidays import unknown_countries
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.figures import few_of
from reverse_mentoring.words.papers import Side
from reverse_mentoring.workbook.agreement_drafts import STATES, WHO, Drafts
from reverse_mentoring.workbook.pair_table import PairTable
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View, together

NO_PAIRS = "No pair is going on: no agreements"
BANNER = "A shared understanding, not legal advice and not a contract."
HEAD = ["Mentor (junior)", "Mentee (senior)", "State", "Missing before the start", "First session", "Agreement"]
COLUMNS = ["state", "missing", "first"]
DATES = "Dates keep to the working hours and public holidays of both."
MOST_SITES = 5
ASKED = ("gain", "topics", "offer", "limits", "weeks_between", "minutes", "hour", "mode", "confidentiality")
"""What each side is asked, in this order."""


class Standing:
    """Where each pair stands, and everything about the chosen one."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self._places = person_places(drafts.opened.cohort)
        self._table = PairTable()
        self._summary, self._one = Page(self._summary_page), Page(self._one_page)
        self._show()
        drafts.follow(self._show)
        self._table.observe(drafts.decisions.guard(self._choose), names="chosen")

    def middle(self) -> View:
        """The finding in a sentence, four numbers, and the table of pairs."""
        return together(self._summary, View(self._table, printed=self._printed_table))

    def right(self) -> Page:
        """The chosen pair: what stands against its start, both sides, differences, goals."""
        return self._one

    def _show(self) -> None:
        drafts = self.drafts
        ids = [each.ids for each in self._ordered()]
        words = ["Open", "Open the agreement of"]
        self._table.table = {"head": HEAD, "columns": COLUMNS, "ask": words, "rows": self._rows()}
        self._table.chosen = ids.index(drafts.chosen) if drafts.chosen else -1
        self._summary.refresh()
        self._one.refresh()

    def _choose(self) -> None:
        found = self._ordered()
        if 0 <= self._table.chosen < len(found):
            self.drafts.choose(found[self._table.chosen].ids)

    def _ordered(self) -> list[Agreement]:
        """Those that wait first."""
        starts = self.drafts.starts
        return sorted(self.drafts.drafts, key=lambda each: not starts[each.ids].blockers)

    # what is shown

    def _summary_page(self) -> Markup:
        drafts, rhythm = self.drafts, self.drafts.rhythm
        count = session_count(rhythm)
        often = f"Every {rhythm.weeks_between} weeks for {rhythm.months} months, {rhythm.minutes} minutes"
        if rhythm.sessions:
            often = f"{count} sessions, one every {rhythm.weeks_between} weeks, {rhythm.minutes} minutes each"
        return fragment(
            "agreements",
            headline=headline(drafts),
            explanation=f"{often}, unless a pair says otherwise. {DATES}",
            warnings=self._warnings(),
            problems=drafts.problems,
            figures=_figures(drafts) if drafts.drafts else (),
        )

    def _warnings(self) -> list[str]:
        drafts, said = self.drafts, []
        if drafts.undecided:
            said.append("The pairs of step 2 are not decided yet; these agreements follow them as they change.")
        without = sum(bool(drafts.starts[ids].blockers) for ids in drafts.running if ids in drafts.starts)
        said += without_holidays(drafts)
        if without:
            said.append(
                f"{without} {'pair runs' if without == 1 else 'pairs run'} already without all of it on record."
            )
        return said

    def _rows(self) -> list[dict[str, str]]:
        cohort = self.drafts.opened.cohort
        return [
            {"mentor": each.mentor_name, "mentor_place": self._places.get(each.mentor_id, ""),
             "mentee": each.mentee_name, "mentee_place": self._places.get(each.mentee_id, ""),
             "topics": ", ".join(cohort.topic_names.get(topic, topic) for topic in each.topics),
             "state": self._state(each), "missing": "; ".join(missing(each, self.drafts)) or "nothing",
             "first": _day(each)}
            for each in self._ordered()
        ]  # fmt: skip

    def _state(self, draft: Agreement) -> str:
        start, state = self.drafts.starts[draft.ids], self.drafts.standing(draft)
        if start.started:
            return f"{state}; started{' by exception' if start.override else ''}"
        return (
            f"{state}; may start"
            if not start.blockers
            else f"{state}; may start by exception"
            if start.override
            else state
        )

    def _printed_table(self) -> Markup:
        rows = first_rows(self._rows(), "pairs, those that wait first,", whole="signoffs.xlsx")
        return fragment("agreement_table", rows=rows, head=HEAD[:-1])

    def _one_page(self) -> Markup:
        draft, drafts = self.drafts.draft, self.drafts
        if draft is None:
            return fragment("agreement_pair", draft=None)
        given = drafts.given.get(draft.ids, {})
        about = About(draft.mentor_name, draft.mentee_name)
        vagueness = {
            goal.number: vague(goal, words=drafts.words, today=drafts.opened.cohort.as_of) for goal in draft.goals
        }
        return fragment(
            "agreement_pair",
            draft=draft,
            state=drafts.standing(draft),
            start=drafts.starts[draft.ids],
            silent=not_written(given, words=drafts.words, about=about),
            sides=self._both(given) if both_answered(given) else (),
            vague=vagueness,
        )

    def _both(self, given: Mapping[Any, Side]) -> list[dict[str, str]]:
        """Both sides next to each other: only called when each has answered."""
        words = self.drafts.words
        return [
            {"asked": words[f"side.header.{asked}"], **{who: said(given[who], asked, self.drafts) for who in WHO}}
            for asked in ASKED
        ]


def without_holidays(drafts: Drafts) -> list[str]:
    """Which sites of people in pairs have no public holidays in the plan, and why, in at most two sentences."""
    roster, countries = drafts.opened.cohort.roster, drafts.opened.cohort.settings.site_countries
    people = {person for each in drafts.drafts for person in each.ids}
    sites = sorted({str(site) for site in roster.loc[roster["person_id"].isin(people), "site"] if site})
    unknown = set(unknown_countries(countries[site] for site in sites if site in countries))
    nameless = [site for site in sites if site not in countries]
    wrong = [f"“{countries[site]}” ({site})" for site in sites if countries.get(site) in unknown]
    return [
        *([f"Dates keep to no public holidays in {few_of(nameless, most=MOST_SITES)}: site_countries in "
           "programme.toml does not say which country that is."] if nameless else []),
        *([f"site_countries in programme.toml: no public holidays are known for {few_of(wrong, most=MOST_SITES)}. "
           "Write CH, or CH-BS for a part of the country."] if wrong else []),
    ]  # fmt: skip


def said(side: Side, asked: str, drafts: Drafts) -> str:
    """What this side said to a question, as people read it; “–” where it said nothing."""
    value = getattr(side, asked)
    if asked == "topics":
        value = ", ".join(drafts.opened.cohort.topic_names.get(topic, topic) for topic in value)
    elif value and asked in ("mode", "confidentiality"):
        value = drafts.words[f"side.form.choice.{value}"]
    return str(value or "–")


def headline(drafts: Drafts) -> str:
    """How many pairs may start, and what the others wait for."""
    found, starts = drafts.drafts, drafts.starts
    if not found:
        return NO_PAIRS
    may = sum(not starts[each.ids].blockers or bool(starts[each.ids].override) for each in found)
    held = [each for each in found if starts[each.ids].blockers and not starts[each.ids].override]
    training = sum(bool(_untrained(each, drafts)) for each in held)
    text = sum(not each.settled for each in held)
    waits = [f"{training} {'waits' if training == 1 else 'wait'} for training"] if training else []
    waits += (
        [f"{text} for an agreement" if waits else f"{text} {'waits' if text == 1 else 'wait'} for an agreement"]
        if text
        else []
    )
    return f"{may} of {len(found)} pairs may start" + (f"; {', '.join(waits)}" if waits else "")


def missing(draft: Agreement, drafts: Drafts) -> list[str]:
    """What this pair still lacks, in a few words each."""
    given, settled = drafts.given.get(draft.ids, {}), draft.settled
    silent = [] if settled else [who for who in WHO if who not in given]
    untrained, lacking = _untrained(draft, drafts), drafts.lacking[draft.ids]
    return [
        *([f"training of {'both' if len(untrained) == 2 else f'the {untrained[0]}'}"] if untrained else []),
        *([] if settled else ["agreement" if draft.state == "draft" else "agreement to the new text"]),
        *([f"{len(lacking)} must-have clause{'' if len(lacking) == 1 else 's'}"] if lacking else []),
        *([f"what {'both want' if len(silent) == 2 else f'the {silent[0]} wants'}"] if silent else []),
        *([] if draft.goals or settled else ["goals"]),
    ]


def _untrained(draft: Agreement, drafts: Drafts) -> list[str]:
    return [who for person, who in zip(draft.ids, WHO, strict=True) if not drafts.training.done(person, who)]


def _figures(drafts: Drafts) -> list[dict[str, Any]]:
    found, total = drafts.drafts, len(drafts.drafts)
    people = {(person, who) for each in found for person, who in zip(each.ids, WHO, strict=True)}
    trained = sum(bool(drafts.training.done(person, who)) for person, who in people)
    starts = drafts.starts.values()
    exceptions = sum(bool(start.override) for start in starts)
    signed = sum(drafts.standing(each) == STATES["signed"] for each in found)
    return [
        {"name": "Started", "value": sum(start.started for start in starts), "of": total,
         "note": f"{exceptions} with an exception" if exceptions else "both trained, text agreed"},
        {"name": "Agreed", "of": total, "note": f"{signed} signed",
         "value": sum(each.settled for each in found)},
        {"name": "People trained", "value": trained, "of": len(people), "note": "before the first session"},
        {"name": "Both sides written", "of": total, "note": "each alone",
         "value": sum(both_answered(drafts.given.get(each.ids, {})) for each in found)},
    ]  # fmt: skip


def _day(draft: Agreement) -> str:
    if not draft.sessions:
        return "–"
    start = draft.sessions[0].start
    return f"{start.day}\u00a0{start:%b}\u00a0{start:%Y}"
