"""The steps whose choices are saved, by the name under which the vault keeps them."""

from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import AgreementChoices, Choices, GapChoices, MatchingChoices, ReviewChoices

STEPS: dict[str, type[Choices]] = {
    "charter": Charter,
    "gap_analysis": GapChoices,
    "matching": MatchingChoices,
    "agreements": AgreementChoices,
    "review": ReviewChoices,
}
