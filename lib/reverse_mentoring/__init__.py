"""A facilitator's workbook for reverse mentoring programmes."""

import sys

__version__ = "0.1.0"

# jsonschema, which papermill, altair and Jupyter import, loads an optional URI grammar that costs two seconds of
# start-up in every kernel and command, and that nothing here needs (jsonschema issue 1428). None = “not installed”.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
