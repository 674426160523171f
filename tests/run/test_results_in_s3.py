"""Results on a server of the S3 protocol: few rights are enough, strangers see nothing, and what is wrong is said."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from command_line import AS_OF, said
from made_results import known, made, stored, whole
from reverse_mentoring.run.orders import Order
from reverse_mentoring.run.results_elsewhere import begin, bring, put
from reverse_mentoring.run.unchanged import DAMAGED
from reverse_mentoring.store.programme import find
from reverse_mentoring.words.problems import Refused
from s3_server import Server, needs_s3, serving
from small_cohorts import AS_OF as DAY

pytestmark = needs_s3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with one cohort whose input is stored."""
    return stored(tmp_path_factory.mktemp("s3") / "p")


@pytest.fixture
def order(home: Path, tmp_path: Path) -> Order:
    """Made in a folder of the test."""
    return Order(find(home), tmp_path / "made", DAY)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def account(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """As the account that may do what a run needs, and no more."""
    _become(monkeypatch, server.account)
    return server


def _become(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    from s3fs import S3FileSystem

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()


def test_on_s3_with_few_rights(account: Server, order: Order) -> None:
    """List, read, write and delete are enough; the tree in the bucket is that of a folder."""
    order = replace(order, elsewhere=account.bucket("few") + "/all cohorts")
    begin(order)
    folder = made(order, "J1", "a name & [more] ä.txt")
    names = {path.name for path in folder.iterdir()}
    put(order, "one", folder)
    begin(order)

    assert known(order).changes("one") == ()
    assert set(account.tree("few")) == {f"all cohorts/one/{name}" for name in names}
    assert whole({f"/{name}": content for name, content in account.tree("few").items()})

    time.sleep(1.1)  # S3 tells times in seconds
    account.root.put_object(Bucket="few", Key="all cohorts/one/pairs.csv", Body=b"changed")
    bring(order)

    assert known(order).changes("one") == (DAMAGED,)


def test_a_cohort_is_not_mixed_up_with_another_whose_name_begins_alike(account: Server, order: Order) -> None:
    """Nor with a folder beside the results."""
    order = replace(order, elsewhere=account.bucket("alike") + "/out")
    for key in ("out/one two/mine.txt", "out/one.txt", "out2/one/mine.txt"):
        account.root.put_object(Bucket="alike", Key=key, Body=b"mine")
    put(order, "one", made(order, "J1", "agreements/a.docx"))
    put(order, "one", made(order, "J1"))
    bring(order)

    assert known(order).changes("one") == ()
    assert set(account.tree("alike")) == {
        "out/one two/mine.txt", "out/one.txt", "out2/one/mine.txt",
        "out/one/manifest.json", "out/one/pairs.csv", "out/one/unmatched.csv",
    }  # fmt: skip


def test_a_bucket_that_anybody_can_read_is_refused(account: Server, order: Order) -> None:
    """Whatever makes it so: a stranger is asked to read. Nothing of people is put there before."""
    order = replace(order, elsewhere=account.bucket("open"))
    reading = ["s3:GetObject", "s3:HeadObject"]  # the second is this server's own name for a part of the first
    anybody = {"Effect": "Allow", "Principal": "*", "Action": reading, "Resource": "arn:aws:s3:::open/*"}
    account.asks_who(False)
    try:
        begin(order)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
        account.root.put_bucket_policy(Bucket="open", Policy=policy)
        with pytest.raises(Refused, match="Anybody can read what lies at s3://open; results hold personal data"):
            begin(order)
    finally:
        account.asks_who(True)

    assert account.tree("open") == {}


@pytest.mark.parametrize(
    ("bucket", "environment", "sentence"),
    [
        ("none", {}, "There is no s3://none/x: make its bucket, or its folder, first"),
        ("some", {"AWS_SECRET_ACCESS_KEY": "SECRET"}, "s3://some/x refuses: the credentials are not known there"),
        ("some", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "There are no credentials for s3://some/x."),
        ("some", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}, "s3://some/x cannot be reached"),
    ],
)
def test_what_is_wrong_with_the_storage_is_said_before_anything_runs(
    account: Server,
    home: Path,
    bucket: str,
    environment: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the command, in one sentence without a secret, with code 1."""
    if bucket == "some":
        account.bucket("some")
    _become(monkeypatch, {name: value for name, value in (account.account | environment).items() if value})
    shown = said("run", "one", "--programme", home, "--results", f"s3://{bucket}/x", *AS_OF)

    assert shown.exit_code == 1
    assert sentence in shown.output
    assert "input done" not in shown.output
    secrets = ("SECRET", account.account["AWS_ACCESS_KEY_ID"], account.account["AWS_SECRET_ACCESS_KEY"])

    assert not [each for each in secrets if each in shown.output]


def test_a_dry_run_looks_at_what_lies_there(account: Server, home: Path, order: Order) -> None:
    """And leaves no trace, neither there nor in the programme's folder."""
    order = replace(order, elsewhere=account.bucket("dry"))
    put(order, "one", made(order, "J1"))
    before = sorted(home.rglob("*")), account.tree("dry")
    shown = said("run", "one", "--programme", home, "--results", "s3://dry", "--dry-run", *AS_OF)

    assert "one: would be left, whole and unchanged." in shown.output
    assert (sorted(home.rglob("*")), account.tree("dry")) == before
