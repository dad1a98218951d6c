"""A small file server with ETags and an editor page, as a process that a test can kill: `server.py FOLDER PORT`."""

import hashlib
import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[3]
SCRIPTS = {
    'editor-dist': ROOT / 'components/editor/dist',
    'kit': ROOT / 'components/kit/js',
    'static': ROOT / 'ide/static',
}
TYPES = {'.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.woff2': 'font/woff2'}


class Handler(BaseHTTPRequestHandler):
    """`/tree/PATH` reads and writes files below the folder; a folder `sealed/` refuses every write."""

    protocol_version = 'HTTP/1.1'
    folder: Path

    def do_GET(self) -> None:
        kind, _, path = unquote(urlsplit(self.path).path).lstrip('/').partition('/')
        if kind == 'tree':
            self.send_file(self.folder / path)
        elif kind in SCRIPTS:
            self.send_script(SCRIPTS[kind] / path)
        else:
            self.send_script(Path(__file__).with_name('page.html'))

    def send_file(self, file: Path) -> None:
        if not file.is_file():
            return self.fail(HTTPStatus.NOT_FOUND, 'There is no such file.')
        data = file.read_bytes()
        if self.headers['If-None-Match'] == etag_of(data):
            return self.answer(HTTPStatus.NOT_MODIFIED, b'')
        return self.answer(HTTPStatus.OK, data, {'ETag': etag_of(data), 'Content-Type': 'application/octet-stream'})

    def send_script(self, file: Path) -> None:
        self.answer(HTTPStatus.OK, file.read_bytes(), {'Content-Type': TYPES[file.suffix]})

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers['Content-Length']))
        path = unquote(urlsplit(self.path).path).removeprefix('/tree/')
        file = self.folder / path
        if path.startswith('sealed/'):
            return self.fail(HTTPStatus.FORBIDDEN, 'You may read this project but not change it.')
        present = etag_of(file.read_bytes()) if file.exists() else None
        wanted = self.headers['If-Match']
        if (wanted and wanted != present) or (self.headers['If-None-Match'] == '*' and present):
            return self.fail(HTTPStatus.PRECONDITION_FAILED, 'Changed meanwhile.', {'ETag': present} if present else {})
        temporary = file.with_name(f'{file.name}.new')
        temporary.write_bytes(body)
        temporary.replace(file)
        return self.answer(HTTPStatus.OK, b'', {'ETag': etag_of(body)})

    def fail(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> None:
        body = json.dumps({'error': 'refused', 'detail': detail}).encode()
        self.answer(status, body, {'Content-Type': 'application/json', **(headers or {})})

    def answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header('Cache-Control', 'no-cache')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Print nothing."""


def etag_of(data: bytes) -> str:
    """Return the ETag of a file, its digest in quotes."""
    return f'"{hashlib.sha256(data).hexdigest()}"'


class Server(ThreadingHTTPServer):
    """Threads end with the process, and the port can be used again at once."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


if __name__ == '__main__':
    Handler.folder = Path(sys.argv[1])
    Server(('127.0.0.1', int(sys.argv[2])), Handler).serve_forever()
