"""Object storage for the tests: moto's server, which answers as S3 does, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import missing, needed

SECRET = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY"
BUCKET = "disclosures"


@contextmanager
def object_storage() -> Iterator[None]:
    """A server with an empty bucket; this process and those that it starts find it by their environment."""
    needed("s3fs", "s3")
    try:
        from moto.server import ThreadedMotoServer
        from s3fs import S3FileSystem
    except ImportError:
        missing("moto, whose server stands for S3, is not installed")
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
        environment.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        environment.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client().create_bucket(Bucket=BUCKET)
        yield
    server.stop()
    S3FileSystem.clear_instance_cache()  # the next server has another port


def client() -> Any:
    """A client of the storage, as boto3 makes it."""
    import boto3

    return boto3.client("s3")


def put(folder: Path, prefix: str) -> str:
    """Stores the files of a folder; their address."""
    for path in folder.rglob("*"):
        if path.is_file():
            client().put_object(Bucket=BUCKET, Key=f"{prefix}/{path.relative_to(folder)}", Body=path.read_bytes())
    return f"s3://{BUCKET}/{prefix}"
