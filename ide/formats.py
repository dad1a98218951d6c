"""Times and sizes as people read them."""

from datetime import datetime

from services.clock import now

UNITS = ((86400 * 365, 'year'), (86400 * 30, 'month'), (86400, 'day'), (3600, 'hour'), (60, 'minute'))


def ago(moment: datetime) -> str:
    """Return how long ago a moment was, such as `3 hours ago`."""
    seconds = (now() - moment).total_seconds()
    for length, name in UNITS:
        if seconds >= length:
            count = int(seconds // length)
            return f'{count} {name}{"s" if count > 1 else ""} ago'
    return 'just now'


def size(count: int) -> str:
    """Return a number of bytes with its unit, such as `4.2 kB`."""
    value = float(count)
    for unit in ('B', 'kB', 'MB'):
        if value < 1000:
            return f'{value:.0f} B' if unit == 'B' else f'{value:.1f} {unit}'
        value /= 1000
    return f'{value:.1f} GB'


def duration(start: datetime | None, end: datetime | None) -> str:
    """Return the time between two moments, such as `0.3 s` or `2 min 5 s`; empty while there is none."""
    if start is None or end is None:
        return ''
    seconds = (end - start).total_seconds()
    return f'{seconds:.1f} s' if seconds < 60 else f'{int(seconds // 60)} min {int(seconds % 60)} s'


def period(seconds: float) -> str:
    """Return a length of time, such as `0.3 s`, `2 min 5 s` or `1 h`."""
    if seconds < 60:
        return f'{seconds:.1f} s' if seconds < 10 and seconds != int(seconds) else f'{seconds:.0f} s'
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, 'h'), (minutes, 'min'), (left if not hours else 0, 's')]
    return ' '.join(f'{count} {unit}' for count, unit in parts if count)


def memory(count: float) -> str:
    """Return a number of bytes in powers of two, as limits of memory are given, such as `2 GiB`."""
    value = float(count)
    for unit in ('B', 'KiB', 'MiB'):
        if value < 1024:
            return f'{value:.0f} {unit}' if value >= 10 or value == int(value) else f'{value:.1f} {unit}'
        value /= 1024
    return f'{value:.1f} GiB'.replace('.0 ', ' ')
