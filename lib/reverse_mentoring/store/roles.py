"""Who may do what in a shared vault, as SQL: facilitators everything but change the past, the batch all but decide,
readers read, and everybody else, with the managers, nothing."""

import re
from collections.abc import Iterator

from reverse_mentoring.store.schema import AUDIT, CHOICE_HEADS, CHOICES, META, METADATA
from reverse_mentoring.words.problems import Refused

FACILITATOR, OPERATOR, READER = "mentoring_facilitator", "mentoring_operator", "mentoring_reader"
_ROLES = (FACILITATOR, OPERATOR, READER)
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def roles_sql(schema: str) -> str:
    """The statements that make the three roles and give each its rights in this schema; may be run again any time.

    For whoever owns the vault's tables and may make roles. Refused if the schema's name is not a plain one.
    """
    if not _NAME.fullmatch(schema):
        raise Refused(f"“{schema}” is no plain name of a schema: small letters, digits and _ only.")
    return "\n".join([*_made(), *_closed(schema), *_given(schema), "COMMIT;"]) + "\n"


def _made() -> Iterator[str]:
    yield "BEGIN;"
    for role in _ROLES:
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role} NOLOGIN; END IF; END $$;"
        )


def _closed(schema: str) -> Iterator[str]:
    """Nobody may anything any more, in the database as in the schema."""
    everybody = ", ".join(("PUBLIC", *_ROLES))
    yield (
        f"DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM {everybody}', current_database()); "
        f"EXECUTE format('GRANT CONNECT ON DATABASE %I TO {', '.join(_ROLES)}', current_database()); END $$;"
    )
    yield f"REVOKE ALL ON SCHEMA {schema} FROM {everybody};"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {everybody};"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {', '.join(_ROLES)};"


def _given(schema: str) -> Iterator[str]:
    for table in METADATA.sorted_tables:
        name = f'{schema}."{table.name}"'
        yield f"GRANT SELECT ON {name} TO {', '.join(_ROLES)};"
        if table is AUDIT:
            yield f"GRANT INSERT ON {name} TO {FACILITATOR}, {OPERATOR};"
        elif table in (CHOICES, CHOICE_HEADS):
            yield f"GRANT INSERT, UPDATE, DELETE ON {name} TO {FACILITATOR};"
        elif table is not META:
            yield f"GRANT INSERT, UPDATE, DELETE ON {name} TO {FACILITATOR}, {OPERATOR};"
