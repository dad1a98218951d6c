"""Objects on an S3 server, through the plain subset that all of them share."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from certifi import where
from minio import Minio
from minio.error import S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from services.errors import InvalidError, NotFoundError, UnavailableError
from services.storage.protocol import StoredObject

PIECE = 1 << 20


class S3Store:
    """One bucket; it is made at first use when the server allows that."""

    def __init__(self, url: str, region: str = '') -> None:
        parts = urlsplit(url)
        self._bucket = parts.path.strip('/')
        if parts.scheme not in {'http', 'https'} or not parts.hostname or not self._bucket:
            raise InvalidError('A6HUB_S3_URL must read http(s)://ACCESS:SECRET@HOST:PORT/BUCKET.')
        self._client = Minio(
            endpoint=parts.netloc.rpartition('@')[2],
            access_key=unquote(parts.username or ''),
            secret_key=unquote(parts.password or ''),
            secure=parts.scheme == 'https',
            region=region or None,
            http_client=_http_client(),
        )
        self._ready = False

    def put(self, key: str, data: bytes) -> None:
        self._ensure_bucket()
        self._client.put_object(bucket_name=self._bucket, object_name=key, data=io.BytesIO(data), length=len(data))

    def put_file(self, key: str, path: Path) -> None:
        self._ensure_bucket()
        self._client.fput_object(bucket_name=self._bucket, object_name=key, file_path=str(path))

    def get(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        return b''.join(self.stream(key, offset, length))

    def stream(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        size = self.size(key)
        if size is None:
            raise NotFoundError(f'The object {key} is not in the store.')
        left = max(0, min(size - offset, size if length is None else length))
        if not left:
            return
        response = self._client.get_object(bucket_name=self._bucket, object_name=key, offset=offset, length=left)
        try:
            yield from response.stream(PIECE)
        finally:
            response.close()
            response.release_conn()

    def size(self, key: str) -> int | None:
        try:
            return self._client.stat_object(bucket_name=self._bucket, object_name=key).size
        except S3Error as error:
            if error.code in {'NoSuchKey', 'NoSuchBucket'}:
                return None
            raise

    def delete(self, key: str) -> None:
        self._client.remove_object(bucket_name=self._bucket, object_name=key)

    def list(self, prefix: str) -> Iterator[StoredObject]:
        self._ensure_bucket()
        for item in self._client.list_objects(bucket_name=self._bucket, prefix=prefix, recursive=True):
            modified = item.last_modified or datetime.now(UTC)
            yield StoredObject(item.object_name or '', item.size or 0, modified)

    def check(self) -> None:
        try:
            self._ensure_bucket()
            self._client.bucket_exists(bucket_name=self._bucket)
        except (S3Error, HTTPError, OSError) as error:
            raise UnavailableError(f'The S3 server does not answer: {error}') from error

    def _ensure_bucket(self) -> None:
        if self._ready:
            return
        if not self._client.bucket_exists(bucket_name=self._bucket):
            try:
                self._client.make_bucket(bucket_name=self._bucket)
            except S3Error as error:
                if error.code not in {'BucketAlreadyOwnedByYou', 'BucketAlreadyExists'}:
                    raise
        self._ready = True


def _http_client() -> PoolManager:
    """Return what gives up on a server that does not answer, well before a person does."""
    retries = Retry(total=3, backoff_factor=0.1, status_forcelist=[500, 502, 503, 504])
    timeout = Timeout(connect=3, read=60)
    return PoolManager(maxsize=32, timeout=timeout, retries=retries, cert_reqs='CERT_REQUIRED', ca_certs=where())
