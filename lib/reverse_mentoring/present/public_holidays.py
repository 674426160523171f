"""Public holidays of the countries in which a cohort works."""

import datetime as dt
from collections.abc import Iterable

from reverse_mentoring.words.cohort import Cohort


def public_holidays(
    countries: Iterable[str], years: Iterable[int], *, language: str = "en"
) -> dict[str, dict[dt.date, str]]:
    """Country → day → name of the holiday, in this language where the `holidays` package has it, else in English,
    else as the country says.

    countries: ISO codes as CH, or with a part of the country as CH-BS. A code that the package does not know gets
    no holidays: see unknown_countries.
    """
    wanted = sorted(set(years))
    return {country: _of(country, wanted, language) for country in sorted(set(countries)) if _known(country)}


def unknown_countries(countries: Iterable[str]) -> list[str]:
    """The codes for which no holidays are known, in order."""
    return sorted(country for country in set(countries) if not _known(country))


def cohort_holidays(cohort: Cohort, *, months: int) -> dict[str, dict[dt.date, str]]:
    """The holidays of all sites, named in the programme's language, from the first pair's start for so many months and
    a year to spare."""
    started = cohort.pairs["started"].dropna()
    first = min([cohort.start, *(day.date() for day in started)])
    last = max([cohort.start, cohort.as_of, *(day.date() for day in started)])
    years = range(first.year, last.year + months // 12 + 2)
    return public_holidays(cohort.settings.site_countries.values(), years, language=cohort.settings.language)


def _known(country: str) -> bool:
    from holidays import list_supported_countries

    code, _, part = country.partition("-")
    supported = list_supported_countries(include_aliases=True)
    return code in supported and (not part or part in supported[code])


def _of(country: str, years: list[int], language: str) -> dict[dt.date, str]:
    from holidays import country_holidays

    code, _, part = country.partition("-")
    spoken = country_holidays(code, part or None).supported_languages
    chosen = next((each for wanted in (language, "en") for each in spoken if each.startswith(wanted)), None)
    return dict(sorted(country_holidays(code, part or None, years=years, language=chosen).items()))
