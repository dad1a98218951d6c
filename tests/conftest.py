"""Fixtures of all tests: real servers, a real browser, the product itself, and the two sets of adapters."""

import os

# NOTE: a plugin stands before those that import it, or pytest cannot rewrite its assertions.
pytest_plugins = [
    'tests.servers.postgres',
    'tests.servers.radosgw',
    'tests.servers.redis',
    'tests.servers.smtp',
    'tests.servers.browser',
    'tests.adapters',
    'tests.web',
    'tests.servers.app',
]

# What lies there is read by tests: wrong designs among it hold tests in Python that are meant to fail.
collect_ignore = ['data']

# No test may reach a database or store of the person who runs it.
for name in [name for name in os.environ if name.startswith('A6HUB_')]:
    del os.environ[name]
