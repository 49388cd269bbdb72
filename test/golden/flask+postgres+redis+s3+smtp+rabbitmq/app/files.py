"""The files: a bucket of an S3 server, whoever runs it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody

from app.config import Settings
from app.gate import Gate
from app.lifecycle import UnavailableError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

# How long a connection and an answer may take, in seconds.
CONNECT_LIMIT = 2
ANSWER_LIMIT = 3


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Source:
    """Content, and the fault that reading it had."""

    fault: Exception | None = None

    def __init__(self, content: Readable) -> None:
        self.content = content

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self.content.read(size)
        except Exception as fault:
            self.fault = fault
            raise


@dataclass(frozen=True)
class File:
    content_type: str
    size: int
    content: StreamingBody


class Files:
    name = "files"
    bucket: str
    client: "S3Client"
    gate: Gate

    def open(self, settings: Settings) -> None:
        self.gate = Gate(self.name)
        self.bucket = settings.s3_bucket
        self.client = boto3.client(
            "s3",
            endpoint_url=settings.s3_endpoint_url,
            region_name=settings.s3_region,
            aws_access_key_id=settings.s3_access_key_id,
            aws_secret_access_key=settings.s3_secret_access_key,
            config=Config(
                connect_timeout=CONNECT_LIMIT,
                read_timeout=ANSWER_LIMIT,
                retries={"mode": "standard", "total_max_attempts": 2},
                s3={
                    "addressing_style": "path" if settings.s3_path_style else "virtual",
                    # To be signed, a file would have to be read twice.
                    "payload_signing_enabled": False,
                },
                # Not every S3 server knows the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def check(self) -> None:
        with self.gate.trial(), answering():
            self.client.head_bucket(Bucket=self.bucket)

    def close(self) -> None:
        self.client.close()

    def exists(self, key: str) -> bool:
        with self.gate.turn(), answering():
            try:
                self.client.head_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if _is_missing(error):
                    return False
                raise
        return True

    def write(self, key: str, content: Readable, size: int, content_type: str) -> None:
        """Sends what it reads while it reads it; raises what reading raises.

        Only a complete file takes the place of an old one."""
        source = Source(content)
        with self.gate.turn():
            try:
                with answering(), self._upload(key, content_type) as upload:
                    self._send(key, upload, source, size)
            except UnavailableError:
                if source.fault:
                    raise source.fault from None
                raise

    def _send(self, key: str, upload: str, source: Source, size: int) -> None:
        part = self.client.upload_part(
            Bucket=self.bucket,
            Key=key,
            UploadId=upload,
            PartNumber=1,
            Body=cast("IO[bytes]", source),
            ContentLength=size,
        )
        self.client.complete_multipart_upload(
            Bucket=self.bucket,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
        )

    @contextmanager
    def _upload(self, key: str, content_type: str) -> Iterator[str]:
        # Some servers keep what has arrived of a plain upload that broke off.
        upload = self.client.create_multipart_upload(
            Bucket=self.bucket, Key=key, ContentType=content_type
        )["UploadId"]
        try:
            yield upload
        except BaseException:
            with suppress(BotoCoreError, ClientError):
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)
            raise

    def read(self, key: str) -> File | None:
        """The file, to be read while it arrives and closed in the end."""
        with self.gate.turn(), answering():
            try:
                found = self.client.get_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if _is_missing(error):
                    return None
                raise
        return File(found["ContentType"], found["ContentLength"], found["Body"])


files = Files()


@contextmanager
def answering() -> Iterator[None]:
    """Tells an outage of the files from a fault of ours."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error


def _is_missing(error: ClientError) -> bool:
    # The answer to HEAD has no body that would say more.
    return error.response["Error"]["Code"] in ("NoSuchKey", "404")
