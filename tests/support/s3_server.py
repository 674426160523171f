"""A server of the S3 protocol on this machine (moto): it keeps everything in memory and knows accounts and rights."""

import importlib.util
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

MISSING = "The S3 server of these tests is not installed: pip install moto[s3] flask flask-cors s3fs"
needs_s3 = pytest.mark.skipif(
    any(importlib.util.find_spec(each) is None for each in ("moto", "flask", "flask_cors", "s3fs")), reason=MISSING
)
MAY = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
"""What docs/results-elsewhere.md says an account needs; nothing else is allowed here."""
SERVE = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class Server:
    """Where it listens, a client with all rights, and the environment of an account that may do what a run needs."""

    address: str
    root: Any
    account: dict[str, str]

    def asks_who(self, asks: bool) -> None:
        """Whether it checks signatures and rights, and lets no stranger in; else it looks at policies of buckets."""
        after = b"0" if asks else b"inf"
        address = f"{self.address}/moto-api/reset-auth"
        urllib.request.urlopen(urllib.request.Request(address, after, {"Content-Type": "text/plain"})).close()

    def bucket(self, name: str) -> str:
        """A new private bucket; its address."""
        self.root.create_bucket(Bucket=name)
        return f"s3://{name}"

    def tree(self, bucket: str) -> dict[str, bytes]:
        """Everything that lies in a bucket."""
        pages = self.root.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return {key: self.root.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


@contextmanager
def serving() -> Iterator[Server]:
    """The server, which checks signatures and rights; it ends with the block, or with this process."""
    with subprocess.Popen([sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as process:  # fmt: skip
        assert process.stdout
        address = f"http://127.0.0.1:{int(process.stdout.readline())}"
        root, account = _account(address, "root", ["s3:*"]), _account(address, "account", MAY)
        server = Server(address, _client("s3", address, *root), _environment(address, *account))
        server.asks_who(True)
        try:
            yield server
        finally:
            process.terminate()


def _account(address: str, name: str, may: list[str]) -> tuple[str, str]:
    """Key and secret of a new account with these rights."""
    iam = _client("iam", address, "nobody", "nothing")
    iam.create_user(UserName=name)
    allowed = {"Effect": "Allow", "Action": may, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def _client(service: str, address: str, key: str, secret: str) -> Any:
    import boto3

    return boto3.client(service, endpoint_url=address, aws_access_key_id=key, aws_secret_access_key=secret,
                        region_name="us-east-1")  # fmt: skip


def _environment(address: str, key: str, secret: str) -> dict[str, str]:
    return {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_CONFIG_FILE": os.devnull}  # fmt: skip
