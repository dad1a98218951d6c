"""Makes one list of what several linters say: the same mistake once, named alike, without what only follows from it."""

from workers.linting.merge import Rules, merged_diagnostics
from workers.linting.topics import topic_of

__all__ = ['Rules', 'merged_diagnostics', 'topic_of']
