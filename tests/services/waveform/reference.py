"""A slow, plain reader of VCD files, written apart from the product: the oracle of the ingest tests."""

import re
from dataclasses import dataclass, field

STATES = '01xzuwlh-'
REALS = {'real', 'realtime', 'shortreal', 'real_parameter'}
SHORT = {'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v'}


@dataclass
class Reference:
    """Per variable (its full path) the changes as (time, value text)."""

    names: list[tuple[str, str, str, int]] = field(default_factory=list)
    changes: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def of(self, code: str) -> list[tuple[int, str]]:
        return self.changes.get(code, [])


def read_vcd(data: bytes) -> Reference:
    text = data.decode('latin-1')
    head, _, body = re.split(r'(\$enddefinitions\s+\$end)', text, maxsplit=1)
    reference = Reference()
    read_definitions(head, reference)
    kinds = {code: (kind, width) for _, code, kind, width in reference.names}
    read_changes(body, kinds, reference.changes)
    return reference


def read_definitions(head: str, reference: Reference) -> None:
    scopes: list[str] = []
    for command in re.findall(r'\$(\w+)\s+((?:.*?\s)??)\$end(?=\s|$)', head, re.DOTALL):
        keyword, words = command[0], command[1].split()
        if keyword == 'scope':
            scopes.append(' '.join(words[1:]))
        elif keyword == 'upscope':
            scopes.pop()
        elif keyword == 'var':
            kind, width, code, *name = words
            plain = ' '.join(name)
            plain = re.sub(r'\s+(\[\s*-?\d+(?:\s*:\s*-?\d+)?\s*\])$', r'\1', plain)
            reference.names.append(('.'.join([*scopes, plain]), code, kind, int(width)))


def read_changes(body: str, kinds: dict[str, tuple[str, int]], changes: dict[str, list[tuple[int, str]]]) -> None:
    body = re.sub(r'\$comment\s.*?\$end', ' ', body, flags=re.DOTALL)
    time = 0
    for line in body.splitlines():
        line = line.strip()
        if line.startswith('#'):
            time = int(line[1:])
        elif line and not line.startswith('$'):
            code, value = split_change(line)
            if code in kinds and (text := value_of(value, *kinds[code])) is not None:
                track = changes.setdefault(code, [])
                if kinds[code][0] == 'event' or not track or track[-1][1] != text:
                    track.append((time, text))


def split_change(line: str) -> tuple[str, str]:
    if line[0] in 'bBrRsS':
        value, _, code = line.partition(' ')
        return code.strip(), value
    return line[1:], line[0]


def value_of(value: str, kind: str, width: int) -> str | None:
    if kind == 'event':
        return ''
    if kind in REALS:
        return repr(float(value[1:]))
    if kind == 'string':
        return unescape(value[1:])
    if width == 0 or not value.strip():
        return None
    bits = (value[1:] if value[0] in 'bB' else value).lower()
    if not bits or set(bits) - set(STATES):
        return None
    filler = bits[0] if bits[0] not in '1lh' else '0'
    return (filler * width + bits)[-width:] if len(bits) < width else bits[-width:]


def unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        body = match.group(1)
        if len(body) == 3:
            return chr(int(body, 8) if body.isdigit() else int(body[1:], 16))
        return SHORT.get(body, body)

    plain = re.sub(r'\\([0-7]{3}|x[0-9a-fA-F]{2}|.)', character, text, flags=re.DOTALL)
    try:
        return plain.encode('latin-1').decode()
    except UnicodeDecodeError:
        return plain
