"""The object store: bytes under keys, in a folder or on an S3 server."""

from services.settings import Settings
from services.storage.local import LocalStore as LocalStore
from services.storage.protocol import ObjectStore as ObjectStore
from services.storage.s3 import S3Store as S3Store


def open_store(settings: Settings) -> ObjectStore:
    """Return the store that the settings name."""
    if settings.s3_url:
        return S3Store(settings.s3_url, settings.s3_region)
    return LocalStore(settings.data_dir / 'objects')
