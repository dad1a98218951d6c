"""Ways out over sockets, as any program takes them that a design can start."""

import pytest

from tests.workers.escape.scene import python

pytestmark = pytest.mark.tool

VECTORS = [
    python('tcp to loopback', "socket.create_connection(('127.0.0.1', @TCP@))"),
    python('tcp by an address of version 6', "socket.create_connection(('::ffff:127.0.0.1', @TCP@))", host=True),
    python('udp to loopback', "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', @UDP@))"),
    python('unix socket of the host', "socket.socket(socket.AF_UNIX).connect('@OUTSIDE@/socket')"),
    python('abstract unix socket of the host', "socket.socket(socket.AF_UNIX).connect('\\0@MARKER@')"),
    python(
        'netlink tells the interfaces',
        's = socket.socket(16, socket.SOCK_RAW, 0)\n'
        's.bind((0, 0))\n'
        "s.send(struct.pack('=IHHIIBxHiII', 32, 18, 0x301, 1, 0, 0, 0, 0, 0, 0))\n"
        'if len(s.recv(65536)) > 100: harm()',
    ),
    python('packet socket listens to all', 'socket.socket(17, socket.SOCK_RAW, 768); harm()', host=True),
    python('raw socket', 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); harm()', host=True),
    python(
        'tcp listens for others',
        "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); harm()",
    ),
]


@pytest.mark.parametrize('vector', VECTORS, ids=str)
def test_it_leads_nowhere(vector, escape):
    escape(vector)
