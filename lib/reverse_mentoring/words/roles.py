"""What the two roles are called on screens and papers, by the role as tables keep it."""

from typing import Final

ONE: Final = {"mentor": "mentor (junior)", "mentee": "mentee (senior)"}
MANY: Final = {"mentor": "mentors (junior)", "mentee": "mentees (senior)"}
