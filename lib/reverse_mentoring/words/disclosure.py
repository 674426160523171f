"""What may leave a pair: one set of constants for the paper that people sign and the gate that releases figures.

The learning agreement's clause “What the organisation sees” and the release gate read the same values, so that paper
and program cannot differ.
"""

GROUP_FLOOR = 5
"""No answers are shown for fewer people than this, whatever programme.toml says."""
COMMENTS_FROM = 10
"""Comments are paraphrased only from so many that may be shared; never word for word."""
SEEN_BY_THE_ORGANISATION = ("pair", "topics", "sessions held", "forms in groups", "goal levels")
NEVER_SEEN = ("what was said", "goal texts", "who answered what", "private flags", "reasons for ending")
