"""The fixed parts of the trace file format, which writer and reader share."""

import numpy as np

MAGIC = b'A6TRACE\x01'
END_MAGIC = b'A6TRACE.'
TRAILER = 24
NO_BLOCK = 0xFFFFFFFF

# One row for each track of a block: where its column stands, its time indices and the states seen in it.
CHUNK = np.dtype(
    [
        ('track', '<u4'),
        ('offset', '<u4'),
        ('length', '<u4'),
        ('count', '<u4'),
        ('first', '<u4'),
        ('last', '<u4'),
        ('step', 'u1'),
        ('planes', 'u1'),
        ('states', 'u1'),
        ('spare', 'u1'),
    ]
)

# One row for each block: where it is, how its parts follow each other, and the time it covers.
BLOCK = np.dtype(
    [
        ('offset', '<u8'),
        ('times_size', '<u4'),
        ('directory_size', '<u4'),
        ('segments_size', '<u8'),
        ('times', '<u4'),
        ('step', '<u4'),
        ('chunks', '<u4'),
        ('segments', '<u4'),
        ('first', '<i8'),
        ('last', '<i8'),
        ('changes', '<u8'),
    ]
)
# One row for each segment: its place in the block's raw columns and in the compressed ones.
SEGMENT = np.dtype([('raw', '<u8'), ('raw_size', '<u4'), ('place', '<u4'), ('size', '<u4')])
