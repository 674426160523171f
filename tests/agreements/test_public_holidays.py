"""Public holidays by country."""

import datetime as dt

from agreement_samples import cohort_of, person
from reverse_mentoring.present.public_holidays import cohort_holidays, public_holidays, unknown_countries


def test_holidays_are_those_of_the_country_and_its_part() -> None:
    """Christmas everywhere in Switzerland, Easter Monday in Basel; names in English."""
    found = public_holidays(["CH", "CH-BS"], [2027])

    assert found["CH"][dt.date(2027, 12, 25)] == "Christmas Day"
    assert dt.date(2027, 3, 29) not in found["CH"]
    assert dt.date(2027, 3, 29) in found["CH-BS"]


def test_holidays_are_named_in_the_language_asked_for() -> None:
    """German where the country's names exist in German, else English; the days are the same."""
    english, german = (public_holidays(["CH", "US"], [2027], language=language) for language in ("en", "de"))

    assert german["CH"][dt.date(2027, 12, 25)] == "Weihnachten"
    assert german["US"] == english["US"]
    assert set(german["CH"]) == set(english["CH"])


def test_unknown_countries_are_named_and_do_no_harm() -> None:
    """A code that nobody knows is listed and gives no holidays."""
    assert unknown_countries(["CH", "XX", "CH-ZZ"]) == ["CH-ZZ", "XX"]
    assert public_holidays(["XX"], [2027]) == {}


def test_a_cohorts_holidays_reach_from_its_first_pair_to_its_last_session() -> None:
    """Years before the cohort's start count if a pair began then; twelve months and more after it."""
    ids = {"mentor_id": "M1", "mentee_id": "E1", "started": "2025-12-01"}
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee"), pairs=[ids])

    found = cohort_holidays(cohort, months=12)

    assert {day.year for day in found["CH"]} >= {2025, 2026, 2027}
    assert set(found) == {"CH", "SG", "US"}
