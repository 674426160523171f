"""Public holidays of the countries in which a cohort works."""

import datetime as dt
from collections.abc import Iterable

from reverse_mentoring.words.cohort import Cohort


def public_holidays(countries: Iterable[str], years: Iterable[int]) -> dict[str, dict[dt.date, str]]:
    """Country → day → name of the holiday, in English where the `holidays` package has it.

    countries: ISO codes as CH, or with a part of the country as CH-BS. A code that the package does not know gets
    no holidays: see unknown_countries.
    """
    wanted = sorted(set(years))
    return {country: _of(country, wanted) for country in sorted(set(countries)) if _known(country)}


def unknown_countries(countries: Iterable[str]) -> list[str]:
    """The codes for which no holidays are known, in order."""
    return sorted(country for country in set(countries) if not _known(country))


def cohort_holidays(cohort: Cohort, *, months: int) -> dict[str, dict[dt.date, str]]:
    """The holidays of all sites, from the first pair's start for so many months and a year to spare."""
    started = cohort.pairs["started"].dropna()
    first = min([cohort.start, *(day.date() for day in started)])
    last = max([cohort.start, cohort.as_of, *(day.date() for day in started)])
    years = range(first.year, last.year + months // 12 + 2)
    return public_holidays(cohort.settings.site_countries.values(), years)


def _known(country: str) -> bool:
    from holidays import list_supported_countries

    code, _, part = country.partition("-")
    supported = list_supported_countries(include_aliases=True)
    return code in supported and (not part or part in supported[code])


def _of(country: str, years: list[int]) -> dict[dt.date, str]:
    from holidays import country_holidays

    code, _, part = country.partition("-")
    return dict(sorted(country_holidays(code, part or None, years=years, language="en_US").items()))
