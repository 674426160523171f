"""What could change for the next cohort, from what this one shows; “no change” is the default, and a person decides.

A weight of the fit moves one step at most, and only where the interval of its slope (fared) leaves out 0 at 95 %
for all parts together. Rhythm, length and training move where more than half of those of whom it is known say so, from
enough of them on. A proposal's key says what is proposed, so that a “yes” never holds for something else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.matching.fit import USUAL_WEIGHTS
from reverse_mentoring.decide.review.closing import still_here
from reverse_mentoring.decide.review.fared import held_of_due, how_pairs_fared, slopes
from reverse_mentoring.decide.review.review import id_pairs
from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM, percent, proportion_sentence, share
from reverse_mentoring.words.choices import WEIGHT_SHARES, Weight
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.figures import signed
from reverse_mentoring.words.findings import Estimate
from reverse_mentoring.words.pairs import PARTS, Pair, Unmatched
from reverse_mentoring.words.settings import RhythmSettings, Settings

HOW = (
    "Nothing changes unless you accept it. A weight is proposed to move one step only where the pairs of this cohort "
    "leave little room for chance; what they show is shrunk towards “no change”, the more the fewer they are.",
    "Pairs were chosen to fit well, so those that fit badly are missing from the comparison; and a pair that fared "
    "well may have done so for other reasons.",
)
"""What must stand beside the proposals."""
_STEPS: tuple[Weight, ...] = tuple(WEIGHT_SHARES)
_MOST_WEEKS, _MOST_MONTHS, _MONTHS_A_STEP = 8, 24, 3
_LOW, _HIGH = 3, 4
_TRAINING = {
    "structure": ("Mentors’ training on structuring a session", "more practice", "mentor"),
    "unwelcome": ("Mentors’ training on saying something unwelcome", "more practice", "mentor"),
    "holds_back": ("Mentees’ training on rank", "more on how rank silences, and what seniors do about it", ""),
    "supported": ("Line managers’ support", "agree the hours with line managers before the start", ""),
}  # fmt: skip
"""Statement of the quarter form → what would change, into what, whose answers (“” = both sides’)."""
_SAID = {
    "structure": "do not yet feel able to structure a session",
    "unwelcome": "do not yet feel able to say something unwelcome",
    "holds_back": "hold back because of the difference in rank",
    "supported": "do not feel supported by their line manager",
}


@dataclass(frozen=True)
class Proposal:
    """One thing that could change. now, proposed: in words, equal where nothing should; evidence: one sentence with
    the counts; estimate: of a weight its slope, else the share that decided; change: whether a change is proposed.
    key: what is accepted (ReviewChoices.accepted), as “weight:topics:medium” or “weeks_between:4”."""

    key: str
    what: str
    now: str
    proposed: str
    evidence: str
    estimate: Estimate | None = None
    change: bool = False

    @property
    def interval(self) -> str:
        """“+0.31 (+0.05 to +0.57), 99 % interval” for a weight; “” otherwise."""
        found = self.estimate
        if not self.key.startswith("weight:") or not found or found.value is None or not found.known:
            return ""
        value, low, high = (signed(each or 0.0, 2) for each in (found.value, found.low, found.high))
        return f"{value} ({low} to {high}), {percent(found.confidence)} interval"


def proposals(
    cohort: Cohort,
    pairs: pd.DataFrame,
    matched: Iterable[Pair],
    *,
    weights: Mapping[str, Weight],
    rhythm: RhythmSettings,
) -> tuple[Proposal, ...]:
    """What could change, and what stays: the weight of each part, weeks between sessions, months, trainings.

    pairs: review.pairs_under_review. matched: the same pairs with the parts of their fit (explaining.pairing).
    weights, rhythm: as chosen for this cohort.
    """
    fared = how_pairs_fared(cohort, pairs, weeks_between=rhythm.weeks_between)
    found = slopes(fared, matched)
    in_force = {**USUAL_WEIGHTS, **weights}
    return (
        *(_weight(part, in_force[part], found[part]) for part in PARTS),
        _weeks(cohort, pairs, rhythm),
        _months(cohort, pairs, rhythm),
        *(_training(cohort, item) for item in _TRAINING),
    )


def headline(found: Sequence[Proposal], accepted: Collection[str]) -> str:
    """“2 changes are proposed, 1 accepted; 10 things stay as they are”."""
    change = [each for each in found if each.change]
    if not change:
        return "No change is proposed for the next cohort"
    taken = sum(each.key in accepted for each in change)
    are = "1 change is" if len(change) == 1 else f"{len(change)} changes are"
    stay = len(found) - len(change)
    return (
        f"{are} proposed, {taken} accepted; {stay} {'thing stays as it is' if stay == 1 else 'things stay as they are'}"
    )


def accepted_weights(
    found: Iterable[Proposal], accepted: Collection[str], weights: Mapping[str, Weight]
) -> dict[str, Weight]:
    """part → weight for the next cohort: as chosen for this one, with what a person accepted. What is accepted but no
    longer proposed counts for nothing."""
    moved = {key[1]: _STEPS[_STEPS.index(key[2])] for key in _taken(found, accepted) if key[0] == "weight"}
    return {**USUAL_WEIGHTS, **weights, **moved}


def next_settings(settings: Settings, found: Iterable[Proposal], accepted: Collection[str]) -> Settings:
    """The settings of the programme with the rhythm that a person accepted; the same where nothing was."""
    moved = {key[0]: int(key[1]) for key in _taken(found, accepted) if key[0] in ("weeks_between", "months")}
    return settings.model_copy(update={"rhythm": settings.rhythm.model_copy(update=moved)}) if moved else settings


def changes_told(found: Iterable[Proposal], accepted: Collection[str]) -> tuple[str, ...]:
    """What changes next time and what was not taken, as sentences for the lessons page."""
    return tuple(
        f"{each.what}: {each.proposed} instead of {each.now}."
        if each.key in accepted
        else f"{each.what}: stays at {each.now}; {each.proposed} was proposed and not accepted."
        for each in found
        if each.change
    )


def next_settings_toml(found: Sequence[Proposal], accepted: Collection[str], *, cohort: Cohort) -> str:
    """What changes in programme.toml, with the reasons as comments; TOML that can be read as it is."""
    moved = {key[0]: key[1] for key in _taken(found, accepted) if key[0] in ("weeks_between", "months")}
    lines = [
        f"For the cohort after {cohort.name}, as of {cohort.as_of.isoformat()}.",
        "Write these values into programme.toml, where [rhythm] stands already."
        if moved else "Nothing changes in programme.toml.",
        "",
        *(_comment(each, accepted) for each in found if each.change or not each.key.startswith("training:")),
    ]  # fmt: skip
    values = [f"{name} = {value}" for name, value in moved.items()]
    head = "\n".join(f"# {' '.join(line.split())}".rstrip() for line in lines)
    return head + "\n" + ("\n[rhythm]\n" + "\n".join(values) + "\n" if values else "")


def carry_over(cohort: Cohort, pairs: pd.DataFrame, unmatched: Iterable[Unmatched]) -> pd.DataFrame:
    """Who comes first in the next cohort: person_id, role, why, order (1 = first).

    First volunteers who never had a partner here, as they stand on the waiting list (then those who do not wait for a
    place); then those whose partner left the organisation; then those who asked for a new partner in the closing
    form. Nobody who left, withdrew consent, takes no partner, has a pair that goes on or wants to stop. That nobody
    meets an old partner again is seen to by step 2 of the next cohort, which knows these pairs.
    """
    here = still_here(cohort) - _unwilling(cohort)
    ever = {person for ids in id_pairs(pairs) for person in ids}
    waiting = sorted(
        (each for each in unmatched if each.person_id not in ever),
        key=lambda each: (each.position == 0, each.position, each.role != "mentee", each.person_id),
    )
    found: dict[str, tuple[str, str]] = {}
    for each in waiting:
        found.setdefault(each.person_id, (each.role, f"Had no partner. {each.reason}"))
    for person, role, why in _free_again(cohort, pairs):
        found.setdefault(person, (role, why))
    rows = [(person, *said) for person, said in found.items() if person in here]
    table = pd.DataFrame(rows, columns=["person_id", "role", "why"], dtype="str")
    return table.assign(order=range(1, len(table) + 1))


def _taken(found: Iterable[Proposal], accepted: Collection[str]) -> list[tuple[str, ...]]:
    return [tuple(each.key.split(":")) for each in found if each.change and each.key in accepted]


def _comment(proposal: Proposal, accepted: Collection[str]) -> str:
    if not proposal.change:
        return f"{proposal.what}: {proposal.now}, no change. {proposal.evidence}"
    said = "accepted" if proposal.key in accepted else "not accepted"
    where = " Choose it in step 2 of the next cohort." if proposal.key.startswith("weight:") else ""
    return f"{proposal.what}: {proposal.proposed} instead of {proposal.now}, {said}. {proposal.evidence}{where}"


def _weight(part: str, now: Weight, found: Estimate) -> Proposal:
    what, at = f"Weight of “{PARTS[part]}”", _STEPS.index(now)
    if now == "off":
        return Proposal(f"weight:{part}", what, now, now, "It did not count in this cohort.", found)
    if found.low is None or found.high is None:
        return Proposal(f"weight:{part}", what, now, now, f"Nothing can be said: {found.note}.", found)
    step = 1 if found.low > 0 else -1 if found.high < 0 else 0
    to = _STEPS[min(max(at + step, 0), len(_STEPS) - 1)]
    fared = {1: "fared better", -1: "fared worse", 0: "fared neither clearly better nor worse"}[step]
    said = f"Of {found.n} pairs, those in which more of it was reached {fared}."
    if step and to == now:
        said += " It counts as much as it can already."
    key = f"weight:{part}:{to}" if to != now else f"weight:{part}"
    return Proposal(key, what, now, to, said, found, to != now)


def _weeks(cohort: Cohort, pairs: pd.DataFrame, rhythm: RhythmSettings) -> Proposal:
    held = held_of_due(cohort, pairs, weeks_between=rhythm.weeks_between)["share"]
    bar = cohort.settings.review.attendance_amber
    k, n = int((held < bar).sum()), len(held)
    said = proportion_sentence(k, n, f"pairs held fewer than {percent(bar)} of the sessions due")
    to = rhythm.weeks_between + 1 if _most(cohort, k, n) else rhythm.weeks_between
    to = min(to, _MOST_WEEKS)
    values = _every(rhythm.weeks_between), _every(to)
    return _moved(
        "weeks_between", "Weeks between sessions", values, (str(to), to != rhythm.weeks_between), (k, n, said)
    )


def _months(cohort: Cohort, pairs: pd.DataFrame, rhythm: RhythmSettings) -> Proposal:
    """Longer where most want to go on formally, shorter where most pairs completed early."""
    forms = cohort.closings[~(cohort.closings["answered_on"] > pd.Timestamp(cohort.as_of))]
    onwards = forms.loc[forms["onwards"] != "", "onwards"]
    longer, asked = int((onwards == "continue formally").sum()), len(onwards)
    over = pairs[pairs["state"] != "active"]
    early, of = int((over["state"] == "completed early").sum()), len(over)
    now, to = rhythm.months, rhythm.months
    k, n, noun = longer, asked, "closing forms ask to continue formally"
    if _most(cohort, longer, asked):
        to = min(now + _MONTHS_A_STEP, _MOST_MONTHS)
    elif _most(cohort, early, of):
        to, k, n, noun = max(now - _MONTHS_A_STEP, 1), early, of, "pairs that are over completed early"
    said = proportion_sentence(k, n, noun)
    return _moved("months", "Length of the cohort", (_long(now), _long(to)), (str(to), to != now), (k, n, said))


def _training(cohort: Cohort, item: str) -> Proposal:
    what, proposed, who = _TRAINING[item]
    given = cohort.quarters[cohort.quarters["answered_on"] <= pd.Timestamp(cohort.as_of)]
    given = given[given["who"] == who] if who else given
    person = given["mentor_id"].where(given["who"] == "mentor", given["mentee_id"])
    rows = given.assign(person_id=person).dropna(subset=item).sort_values("answered_on")
    points = rows.drop_duplicates("person_id", keep="last")[item]
    k = int((points >= _HIGH if item == "holds_back" else points <= _LOW).sum())
    noun = f"{'mentors' if who else 'people'} {_SAID[item]}"
    said = proportion_sentence(k, len(points), noun)
    most = _most(cohort, k, len(points))
    values = "as it is", proposed if most else "as it is"
    return _moved(f"training:{item}", what, values, ("", most), (k, len(points), said))


def _moved(
    key: str, what: str, values: tuple[str, str], move: tuple[str, bool], counted: tuple[int, int, str]
) -> Proposal:
    """values: now and proposed in words; move: the value for the key, and whether anything moves; counted: k of n and
    the sentence on them."""
    (now, to), (value, change), (k, n, said) = values, move, counted
    evidence = f"{said[0].upper()}{said[1:]}." if n else "Nothing is recorded of it."
    full = f"{key}:{value}" if change and value else key
    return Proposal(full, what, now, to, evidence, share(k, n) if n else None, change)


def _most(cohort: Cohort, k: int, n: int) -> bool:
    """More than half, of enough to speak of."""
    return n >= max(PERCENT_FROM, cohort.settings.group_at_least) and 2 * k > n


def _every(weeks: int) -> str:
    return "every week" if weeks == 1 else f"every {weeks} weeks"


def _long(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def _unwilling(cohort: Cohort) -> set[str]:
    """Those who signed up and said no, and those who take no partner."""
    people = cohort.participants
    willing = people["consent"].fillna(value=not cohort.asked_for_consent).astype(bool) & people["capacity"].ne(0)
    return set(people.loc[~willing.astype(bool), "person_id"])


def _free_again(cohort: Cohort, pairs: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Whose partner left, then who asked for a new partner; nobody whose pair goes on or who wants to stop."""
    forms = cohort.closings[~(cohort.closings["answered_on"] > pd.Timestamp(cohort.as_of))]
    person = forms["mentor_id"].where(forms["who"] == "mentor", forms["mentee_id"])
    latest = forms.assign(person_id=person).sort_values("answered_on").drop_duplicates("person_id", keep="last")
    wants = {row["person_id"]: (row["who"], row["onwards"]) for row in latest.to_dict("records")}
    busy = {one for ids in id_pairs(pairs[pairs["state"] == "active"]) for one in ids}
    left = sorted((one, role) for ids in id_pairs(pairs[pairs["state"] == "left"])
                  for role, one in zip(("mentor", "mentee"), ids, strict=True))  # fmt: skip
    for one, role in left:
        if one not in busy and wants.get(one, ("", ""))[1] != "end":
            yield one, role, "The partner left the organisation."
    for one, (role, choice) in sorted(wants.items()):
        if one not in busy and choice == "new partner":
            yield one, role, "Would like a new partner."
