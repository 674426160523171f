"""The invented company of the sample: about 240 people in a management tree over four sites."""

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

PEOPLE = 240
TODAY = pd.Timestamp("2026-11-01")
SITES = {
    "Basel": ("Europe/Zurich", ("de; en", "de; en; fr", "en; de", "en", "de")),
    "Lyon": ("Europe/Paris", ("fr; en", "fr; en; ar", "en; fr", "fr; en", "fr")),
    "Durham": ("America/New_York", ("en", "en; es", "en", "en; zh", "en")),
    "Hyderabad": ("Asia/Kolkata", ("en; te", "en; hi", "en; te; hi", "en; ur", "en; hi")),
}
LANGUAGE_SHARES = (0.4, 0.2, 0.2, 0.16, 0.04)
TEAMS = {
    "Research": {
        "Target Biology": "Basel",
        "Protein Engineering": "Basel",
        "Assay Development": "Lyon",
        "Computational Biology": "Hyderabad",
        "Pharmacology": "Durham",
        "Imaging": "Lyon",
    },
    "Clinical Development": {
        "Trial Operations": "Durham",
        "Biostatistics": "Hyderabad",
        "Medical Writing": "Basel",
        "Drug Safety": "Lyon",
        "Patient Engagement": "Durham",
    },
    "Technical Operations": {
        "Cell Culture": "Lyon",
        "Purification": "Lyon",
        "Fill and Finish": "Durham",
        "Supply Chain": "Basel",
        "Engineering": "Lyon",
    },
    "Regulatory and Quality": {
        "Regulatory Affairs Europe": "Basel",
        "Regulatory Affairs Americas": "Durham",
        "Quality Control": "Lyon",
        "Quality Assurance": "Basel",
        "Compliance Training": "Hyderabad",
    },
    "Commercial": {
        "Market Access": "Basel",
        "Brand Team": "Durham",
        "Medical Information": "Lyon",
        "Customer Insight": "Durham",
        "Digital Channels": "Hyderabad",
    },
    "Digital and Corporate": {
        "Data Platforms": "Hyderabad",
        "IT Services": "Basel",
        "Finance": "Basel",
        "People and Culture": "Lyon",
        "Communications": "Durham",
    },
}
GIVEN = {
    "Basel": "Anna Beat Céline Dominik Eva Fabian Gülay Hanspeter Inès Jürg Katarzyna Luca Mirjam Noël Petra Reto "
    "Sabrina Thomas Ursina Zoran",
    "Lyon": "Amélie Benoît Chloé Damien Élise François Gaëlle Hugo Inaya Jérôme Karim Léa Maëlys Nicolas Océane Pascal "
    "Romane Sébastien Théo Yasmine",
    "Durham": "Aaliyah Brandon Camila Darnell Emily Frank Grace Hector Imani Jacob Kayla Liam Marisol Nathan Olivia "
    "Patrick Renée Samuel Tanisha Wei",
    "Hyderabad": "Aarti Bhaskar Chitra Deepak Esha Farhan Gayatri Harish Ishita Jyoti Kavya Lokesh Meera Naveen "
    "Pallavi Rahul Sneha Tarun Uma Vikram",
}
FAMILY = {
    "Basel": "Ammann Bürgi Caduff Dünner Eğilmez Frischknecht Götz Hürlimann Jović Kälin Lüthi Müller Nägeli Öztürk "
    "Pfäffli Rüegg Schär Tschudi Wüthrich Bianchi",
    "Lyon": "Aubry Benali Chauvin Delorme Étienne Faure Guérin Haddad Jacquet Kaczmarek Lefèvre Mercier Noël Ollivier "
    "Perrin Quéré Rivière Saïdi Thévenet Vasseur",
    "Durham": "Alvarez Bennett Chen Douglas Ellison Fitzgerald Greene Hollis Ibáñez Jefferson Kowalski Lindqvist "
    "McAllister Nwosu Ortiz Peña Quigley Ramsey Sato Whitfield",
    "Hyderabad": "Agarwal Bhat Chowdary D'Souza Eluri Gupta Hegde Iyer Joshi Kulkarni Lingam Menon Naidu Pillai "
    "Qureshi Reddy Sharma Thakur Varma Yadav",
}
WRITTEN_OTHERWISE = {
    "Basel": (
        ("Łucja Weiß", "Lucja Weiss"),
        ("Siobhán O'Brien-Łuczak", "Siobhan O'Brien-Luczak"),
        ("Ελένη Παπαδάκη", "Eleni Papadaki"),
        ("Юлія Ковальчук", "Yuliia Kovalchuk"),
    ),
    "Lyon": (
        ("محمد الحداد", "Mohamed El Haddad"),
        ("Anaïs d'Étang-Brière", "Anaïs d'Étang-Brière"),
        ("Zoë Škvorová", "Zoë Skvorova"),
    ),
    "Durham": (
        ("José Núñez", "José Núñez"),
        ("Seán O'Brien", "Sean O'Brien"),
        ("李欣", "Xin Li"),
        ("김서연", "Seo-yeon Kim"),
        ("Nguyễn Thị Hạnh", "Nguyen Thi Hanh"),
    ),
    "Hyderabad": (
        ("प्रिया राव", "Priya Rao"),
        ("లక్ష్మి రెడ్డి", "Lakshmi Reddy"),
        ("محمد عرفان", "Mohammed Irfan"),
        ("ஆனந்தி முருகன்", "Anandhi Murugan"),
    ),
}
"""Per site: a name as its bearer writes it, and in Latin letters for addresses and old systems."""
_LETTERS = str.maketrans({"Ł": "L", "ł": "l", "ß": "ss", "ø": "o", "đ": "d"})


@dataclass(frozen=True)
class Post:
    """A place in the management tree. boss: index of the post above, None at the top."""

    level: int
    boss: int | None
    team: str
    department: str
    site: str


def roster(rng: np.random.Generator) -> pd.DataFrame:
    """Everybody in the company, by person_id: the columns of the roster table as text, and `latin` (name in
    Latin letters). Lists are joined with “; ”, dates are ISO, nobody has left yet."""
    tree = posts(rng)
    frame = pd.DataFrame([vars(post) for post in tree])
    frame["hired"] = [_hire_date(rng, level) for level in frame["level"]]
    frame["person_id"] = _ids(rng, frame)
    frame["manager_id"] = [frame["person_id"][int(boss)] if pd.notna(boss) else "" for boss in frame["boss"]]
    frame["dotted_line_ids"] = _others_above(rng, frame, share=0.12)
    frame["former_manager_ids"] = _others_above(rng, frame, share=0.16)
    names = _names(rng, list(frame["site"]))
    frame["name"], frame["latin"] = [name for name, _ in names], [latin for _, latin in names]
    frame["email"] = [
        f"{ascii_letters(latin).lower().replace(chr(39), '').replace(' ', '.')}@helvia.example" for _, latin in names
    ]
    frame["time_zone"] = [SITES[site][0] for site in frame["site"]]
    frame["languages"] = [_languages(rng, site) for site in frame["site"]]
    frame["hire_date"] = frame["hired"].dt.strftime("%Y-%m-%d")
    frame["left_date"] = ""
    frame["level"] = [f"L{level}" for level in frame["level"]]
    columns = ["person_id", "name", "email", "level", "manager_id", "dotted_line_ids", "former_manager_ids", "team"]
    columns += ["department", "site", "time_zone", "languages", "hire_date", "left_date", "latin"]
    return frame[columns].sort_values("person_id").reset_index(drop=True)


def ascii_letters(text: str) -> str:
    """The text without accents."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def posts(rng: np.random.Generator) -> list[Post]:
    """The management tree from the top: one chief, six heads, two directors each, teams of five to nine."""
    tree = [
        Post(9, None, "Executive Team", "Executive Office", "Basel"),
        Post(7, 0, "Executive Team", "Executive Office", "Basel"),
        Post(3, 0, "Executive Team", "Executive Office", "Basel"),
    ]
    sizes = iter(_team_sizes(rng, sum(map(len, TEAMS.values())), PEOPLE - len(tree) - 3 * len(TEAMS)))
    for department, teams in TEAMS.items():
        head, home = len(tree), next(iter(teams.values()))
        tree.append(Post(8, 0, "Executive Team", department, home))
        tree += [Post(7, head, f"{department} Leadership", department, site) for site in list(teams.values())[:2]]
        for number, (team, site) in enumerate(teams.items()):
            lead = Post(6 if rng.random() < 0.65 else 5, head + 1 + number % 2, team, department, site)
            tree += [lead, *_members(rng, lead, first=len(tree), size=next(sizes))]
    return tree


def _members(rng: np.random.Generator, lead: Post, *, first: int, size: int) -> list[Post]:
    """The team below its lead (who sits at index first); in large teams two juniors report to a principal."""
    principals = 2 if size >= 8 else 1
    members = []
    for number in range(1, size):
        level = 5 if number <= principals else int(rng.choice([1, 2, 3, 4], p=[0.18, 0.3, 0.32, 0.2]))
        boss = first + 1 if principals == 2 and number in (3, 4) else first
        site = lead.site if rng.random() < 0.8 else str(rng.choice(list(SITES)))
        members.append(Post(level, boss, lead.team, lead.department, site))
    return members


def _team_sizes(rng: np.random.Generator, teams: int, people: int) -> list[int]:
    """Sizes that add up to people; teams is one more than a multiple of five, so that the spread adds up to 0."""
    sizes = np.full(teams, people // teams) + (np.arange(teams) < people % teams)
    return [int(size) for size in rng.permutation(sizes + np.resize([0, -2, 2, -1, 1], teams))]


def _hire_date(rng: np.random.Generator, level: int) -> pd.Timestamp:
    """Juniors came lately, seniors up to twenty years ago; nobody in the last three months."""
    years = rng.uniform(0.3 + 0.25 * level, 1.5 + 2.0 * level)
    return max(TODAY - pd.Timedelta(days=round(365 * years)), pd.Timestamp("2008-02-04"))


def _ids(rng: np.random.Generator, frame: pd.DataFrame) -> list[str]:
    """Numbers in the order of hiring, with gaps; one comes from an older system and is just “007”."""
    numbers = 7 + np.concatenate([[0], np.cumsum(rng.integers(1, 5, len(frame) - 1))])
    by_hiring = frame["hired"].argsort(kind="stable").to_numpy()
    ids = pd.Series("", index=frame.index, dtype=object)
    ids.iloc[by_hiring] = [f"H{number:04d}" for number in numbers]
    ids[frame.index[(frame["team"] == "Data Platforms") & (frame["level"] <= 4)][0]] = "007"
    return list(ids)


def _others_above(rng: np.random.Generator, frame: pd.DataFrame, *, share: float) -> list[str]:
    """For some, one person of another department and a higher level; so that no line can run in a circle."""
    ids, level, department = (frame[column].to_numpy() for column in ("person_id", "level", "department"))
    chosen = [""] * len(frame)
    for person in np.flatnonzero(rng.random(len(frame)) < share):
        above = (level > level[person]) & (level >= 5) & (level <= 7) & (department != department[person])
        if above.any():
            chosen[person] = str(rng.choice(ids[above]))
    return chosen


def _names(rng: np.random.Generator, sites: list[str]) -> list[tuple[str, str]]:
    """One name per person, as written and in Latin letters; no name twice."""
    waiting = {site: _site_names(rng, site) for site in SITES}
    for site in SITES:
        seats = sites.count(site)
        waiting[site] = [waiting[site][seat] for seat in rng.permutation(seats)]
    return [waiting[site].pop() for site in sites]


def _site_names(rng: np.random.Generator, site: str) -> list[tuple[str, str]]:
    combined = [f"{given} {family}" for given in GIVEN[site].split() for family in FAMILY[site].split()]
    return [*WRITTEN_OTHERWISE[site], *((combined[seat], combined[seat]) for seat in rng.permutation(len(combined)))]


def _languages(rng: np.random.Generator, site: str) -> str:
    return str(rng.choice(SITES[site][1], p=LANGUAGE_SHARES)) if rng.random() < 0.98 else ""
