"""How much is read at most, and how a file is refused."""

MOST_BYTES = 100_000_000
MOST_UNPACKED = 250_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
MOST_CELLS = 10_000_000


class Unreadable(Exception):
    """A file that cannot be read as a table: what is wrong and how to put it right, as sentences."""

    def __init__(self, what: str, remedy: str, *, row: int | None = None) -> None:
        super().__init__(what)
        self.what, self.remedy, self.row = what, remedy, row
