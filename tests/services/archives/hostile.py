"""Archives as attackers and old programs make them."""

import io
import struct
import tarfile
import zipfile


def zip_with(*members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """Return a zip of these members, in their order, doubles included."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', method) as archive:
        for info, data in members:
            archive.writestr(info, data)
    return buffer


def zip_link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """Return a symbolic link as Unix zips hold it."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, target.encode()


def raw_name_zip(name: bytes, data: bytes = b'x', system: int = 0) -> io.BytesIO:
    """Return a zip whose first name is these bytes, with no word on their alphabet; the second is `good.v`."""
    placeholder = 'n' * len(name)
    buffer = zip_with((placeholder, data), ('good.v', b'good'))
    changed = buffer.getvalue().replace(placeholder.encode(), name)
    at = changed.index(b'PK\x01\x02')
    return io.BytesIO(changed[: at + 5] + bytes([system]) + changed[at + 6 :])


def tar_with(*members: tarfile.TarInfo, packing: str = '', data: bytes = b'') -> io.BytesIO:
    """Return a tar of these members; each regular file holds `data`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f'w:{packing}') as archive:
        for member in members:
            member.size = len(data) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return buffer


def tar_member(name: str, kind: bytes = tarfile.REGTYPE, target: str = '') -> tarfile.TarInfo:
    """Return an entry of a tar."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def with_declared_size(archive: io.BytesIO, size: int) -> io.BytesIO:
    """Return a zip of one file whose table of contents declares another size."""
    data = bytearray(archive.getvalue())
    at = data.index(b'PK\x01\x02')
    struct.pack_into('<I', data, at + 24, size)
    return io.BytesIO(bytes(data))


def encrypted(archive: io.BytesIO) -> io.BytesIO:
    """Return a zip whose members all claim to be encrypted."""
    data = bytearray(archive.getvalue())
    for mark, offset in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return io.BytesIO(bytes(data))
