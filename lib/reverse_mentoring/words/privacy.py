"""Who may see a field: each column of each table carries one of these labels."""

from enum import Enum


class WhoSees(Enum):
    """The widest circle that may read a value as it stands."""

    FACILITATOR = "facilitator only"
    PAIR = "the pair and the facilitator"
    RELEASED = "anybody, once released as an aggregate"
