"""What “the best pairs” means: each objective takes a task and returns the answer with what proves it.

All serve as many people as possible first. Then:
total – the largest sum of points. floor – the lowest pair as high as possible, then the largest sum (the default).
"""

from collections.abc import Callable

from reverse_mentoring.decide.assignment import Assignment, best
from reverse_mentoring.decide.task import Answer, Bound, Question, Task
from reverse_mentoring.words.choices import Objective


def answer(task: Task, objective: Objective) -> Answer:
    """The best pairs in the sense of this objective."""
    return OBJECTIVES[objective](task)


def best_total(task: Task) -> Answer:
    """Most people served, then the largest sum."""
    found = best(task.worth(), task.preference)
    return Answer(found.column_of, (_bound("total", 0, found),))


OBJECTIVES: dict[Objective, Callable[[Task], Answer]] = {
    "floor": best_total,
    "total": best_total,
    "worst_first": best_total,
    "choice": best_total,
}


def _bound(question: Question, at_least: int, found: Assignment) -> Bound:
    return Bound(question, at_least, found.row_prices, found.column_prices, found.total)
