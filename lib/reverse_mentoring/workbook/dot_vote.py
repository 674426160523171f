"""The dot vote on screen: from many topics to a few, dots typed in as the room gives them."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets


class DotVote(anywidget.AnyWidget):
    """What the page shows, and what is done on it.

    From the decisions: topics ({"id", "name", "group", "own"} in order), ranked ({"id", "name", "place", "dots",
    "asked"}, most dots first), total (dots given), said (what the choice of the top comes to), volunteers (one
    sentence on sensitive topics).
    Done on the page: dots (topic_id → number), count (how many topics to take), and three that are set for one act
    and emptied again: new_topic (a name), remove (a topic_id), take (count, to put the top ones to the room).
    """

    _esm = Path(__file__).parent / "dot_vote.js"
    topics: Any = traitlets.List().tag(sync=True)
    ranked: Any = traitlets.List().tag(sync=True)
    total: Any = traitlets.Int(0).tag(sync=True)
    said: Any = traitlets.Unicode("").tag(sync=True)
    volunteers: Any = traitlets.Unicode("").tag(sync=True)
    dots: Any = traitlets.Dict().tag(sync=True)
    count: Any = traitlets.Int(8, min=3, max=12).tag(sync=True)
    new_topic: Any = traitlets.Unicode("").tag(sync=True)
    remove: Any = traitlets.Unicode("").tag(sync=True)
    take: Any = traitlets.Int(0).tag(sync=True)
