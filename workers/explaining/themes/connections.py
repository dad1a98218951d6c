"""What is wrong between a module and its instance, and between a signal and who drives it."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import Place, nearest
from workers.explaining.themes.modules import instantiated_at
from workers.explaining.themes.names import used_at

PORT = Kind(
    'unknown-port',
    'An instance connects a port that the module does not have',
    'The name after the dot is misspelled.',
    'use a port that the module declares',
)
PORT_COUNT = Kind(
    'port-count',
    'An instance connects the wrong number of ports',
    'Connections by order need every port, in order.',
    'connect by name: .port(signal)',
)
MIXED = Kind(
    'mixed-connections',
    'An instance connects some ports by name and some by order',
    'A comma stands after the last connection, or a dot is missing.',
    'write every connection as .port(signal)',
)
TRAILING = Kind(
    'extra-connection',
    'The list of connections ends with a comma',
    'A connection was removed at the end of the list, and the comma stayed.',
    'delete the last comma',
)
PORT_OPEN = Kind(
    'port-unconnected',
    'A port of an instance is not connected',
    'It was forgotten, or is left open on purpose.',
    'connect it, or write .port() to show that it stays open',
)
PORT_WIDTH = Kind(
    'port-width',
    'A port and what is connected to it differ in width',
    'The signal is declared narrower or wider than the port, or the parameter of the width is not passed on.',
    'give both the same width',
)
PORT_LIST = Kind(
    'port-list',
    'The list of ports and the declarations differ',
    'A port is only in the head, or only in the body.',
    'name each port in the head and declare its direction once',
)
REG_NEEDED = Kind(
    'reg-needed',
    'A wire is assigned in a procedural block',
    'Only variables can be assigned in always and initial.',
    'declare it as reg or logic, or use assign',
)
ASSIGN_TO_REG = Kind(
    'assign-to-reg',
    'A reg is driven by assign or by an output',
    'In Verilog only nets can be driven continuously.',
    'declare it as wire, or assign it in an always block',
)
OUTPUT_CONNECTION = Kind(
    'output-connection',
    'An output is connected to something that cannot be driven',
    'A constant, an expression or a reg stands where the output needs a net.',
    'connect the output to a wire of its own',
)
DRIVERS = Kind(
    'multiple-drivers',
    'Two sources drive one signal',
    'It is assigned in two blocks, or by an assign and a block.',
    'assign it in one place only',
)
UNDRIVEN = Kind(
    'undriven-signal',
    'A signal is used that nothing drives',
    'Its assignment or connection is missing.',
    'drive it, or connect it',
)
INPUT_ASSIGNED = Kind(
    'input-assigned',
    'An input is assigned inside its module',
    'An input is driven from outside only.',
    'make it an output, or assign another signal',
)
REAL_PORT = Kind(
    'real-port',
    'A real value meets a port or a bit operation',
    'Ports of designs and selects take bits, not reals.',
    'convert with $realtobits or $rtoi, or use a vector',
)
KINDS = (
    PORT,
    PORT_COUNT,
    MIXED,
    TRAILING,
    PORT_OPEN,
    PORT_WIDTH,
    PORT_LIST,
    REG_NEEDED,
    ASSIGN_TO_REG,
    OUTPUT_CONNECTION,
    DRIVERS,
    UNDRIVEN,
    INPUT_ASSIGNED,
    REAL_PORT,
)
MIXTURE = (r'Mixing positional and', r'mixing ordered and named', r'[Mm]ix.* named and positional')
POSITION = re.compile(r'__pinNumber\d+')


def unknown_port(case: Case) -> Answer | None:
    """Name the port that is spelled alike, or all ports."""
    name, project, found = case['name'], case.project, case.found
    if POSITION.fullmatch(name):
        return None
    place = used_at(project, found.file, found.line, name)
    place = dotted(case, name) or place
    module = case['module'] or instantiated_at(project, place.file, place.line)
    unit = project.unit(module)
    names = [port.name for port in unit.ports] if unit else []
    near = nearest(name, names)
    hint = f'write .{near} instead of .{name}' if near else f'the ports of {module} are {", ".join(names[:12])}'
    if unit and near:
        hint += f'; {unit.path} declares it'
    return Answer(f'Module {module or "there"} has no port {name}', place.file, place.line, hint=hint)


def dotted(case: Case, name: str) -> Place | None:
    """Return the line with `.name` at or after the told one."""
    for number in range(max(1, case.found.line), case.found.line + 60):
        if re.search(rf'\.\s*{re.escape(name)}\b', case.project.line(case.found.file, number)):
            return Place(case.found.file, number)
    return None


def port_count(case: Case) -> Answer:
    """Name the ports in their order."""
    project, found = case.project, case.found
    module = instantiated_at(project, found.file, found.line)
    unit = project.unit(module)
    if unit is None:
        return Answer()
    names = ', '.join(port.name for port in unit.ports)
    given = f', {case["given"]} are connected' if case['given'] else ''
    return Answer(
        f'Module {module} has {len(unit.ports)} ports{given}',
        hint=f'connect by name; the ports of {module} are {names}',
    )


def port_open(case: Case) -> Answer:
    """Name the port that is open."""
    module = instantiated_at(case.project, case.found.file, case.found.line)
    name = case['name']
    return Answer(
        f'Port {name} of {module or "the instance"} is not connected',
        hint=f'add .{name}(...) to the instance, or .{name}() if it stays open',
    )


def trailing_comma(case: Case) -> Answer | None:
    """Find the comma before the bracket that closes the list."""
    for number in range(case.found.line, max(0, case.found.line - 3), -1):
        text = case.project.line(case.found.file, number).split('//')[0].rstrip()
        if text.endswith(','):
            return Answer('The list of connections ends with a comma', '', number, hint='delete the last comma')
    return None


def port_width(case: Case) -> Answer:
    """Name both widths and the declaration of the port."""
    project, found = case.project, case.found
    module, port = case['module'] or instantiated_at(project, found.file, found.line), case['port']
    place = dotted(case, port)
    unit = project.unit(module)
    declared = next((item for item in unit.ports if item.name == port), None) if unit else None
    width = f' (declared {declared.width} in {unit.path})' if declared and unit and declared.width else ''
    have, want = case['got'], case['want']
    message = f'Port {port} of {module} has {want} bits, {have} are connected' if have else found.message
    hint = f'make the signal at .{port} {want or "equally many"} bits wide{width}'
    return Answer(message, place.file if place else '', place.line if place else 0, hint=hint)


def reg_needed(case: Case) -> Answer:
    """Point to the declaration that has to change."""
    name, found = case['name'] or assigned_at(case), case.found
    line = case.project.find_declaration(found.file, found.line, name)
    text = case.project.line(found.file, line).strip()
    if re.search(r'\binput\b', text):
        return Answer(
            f'{name} is an input and cannot be assigned', hint=f'make {name} an output, or assign another signal'
        )
    declared = re.sub(r'\bwire\b', 'reg', text) if 'wire' in text else re.sub(r'\boutput\b', 'output reg', text)
    hint = f'line {line}: write `{declared}`' if line else f'declare {name} as reg or logic'
    return Answer(f'{name} is a wire and cannot be assigned in a procedural block', hint=hint)


def assigned_at(case: Case) -> str:
    """Return the name that the told line assigns."""
    match = re.match(r'\s*(?:\w+\s*:\s*)?(\w+)(?:\s*\[[^\]]*\])*\s*<?=', case.text)
    return match[1] if match else ''


def input_assigned(case: Case) -> Answer | None:
    """Say so only where the name is an input."""
    name = case['name'] or assigned_at(case)
    line = case.project.find_declaration(case.found.file, case.found.line, name)
    if not re.search(r'\binput\b', case.project.line(case.found.file, line)):
        return None
    return Answer(f'{name} is an input and cannot be assigned', hint=f'make {name} an output, or assign another signal')


def assign_to_reg(case: Case) -> Answer:
    """Point to the declaration that has to change."""
    name, found = case['name'], case.found
    line = case.project.find_declaration(found.file, found.line, name)
    where = f' (line {line})' if line else ''
    return Answer(
        f'{name} is a variable and cannot be driven here',
        hint=f'declare {name} as wire{where}, or assign it in an always block',
    )


def drivers(case: Case) -> Answer:
    """Name the lines where the signal is assigned."""
    name, project, found = case['name'], case.project, case.found
    file, line = found.file, found.line
    unit = project.unit_at(file, line) or project.unit(case['inside'])
    if unit is None:
        return Answer(hint=f'assign {name} in one place only' if name else '')
    places = assignments(case, unit.path, name, unit.line, unit.end_line)
    if places and line not in places and (not line or file != unit.path or unit.line <= line):
        is_declaration = line == project.declared(unit).get(name, 0) or not line
        file, line = (unit.path, places[-1]) if is_declaration else (file, line)
    others = ', '.join(str(place) for place in places if place != line)
    told = f'{name} is driven more than once' + (f': also in line {others}' if others else '')
    return Answer(told, file, line, hint=f'assign {name} in one always block or one assign only')


def assignments(case: Case, path: str, name: str, first: int, last: int) -> list[int]:
    """Return the lines between two where a signal is assigned."""
    pattern = re.compile(rf'(?<![\w$.]){re.escape(name)}\s*(\[[^\]]*\]\s*)*(<=|=)(?!=)')
    return [
        number
        for number in range(first, last + 1)
        if (text := case.project.line(path, number).split('//')[0])
        and pattern.search(text)
        and not re.search(rf'\b(if|while|for)\s*\([^;]*\b{re.escape(name)}\s*<=', text)
    ]


RULES = (
    Rule(
        PORT,
        (
            r"port ``(?P<name>\w+)'' is not a port of (?P<instance>\w+)",
            r"Pin not found: '?(?P<name>\w+)'?",
            r"port '(?P<name>\w+)' does not exist in '(?P<module>\w+)'",
            r"Module `\\?(?P<module>\w+)' referenced in .* does not have a port named '\\?(?P<name>\w+)'",
        ),
        unknown_port,
    ),
    Rule(
        PORT_COUNT,
        (
            r'Wrong number of ports\. Expecting (?P<count>\d+), got (?P<given>\d+)',
            r"Pin not found: '?__pinNumber(?P<given>\d+)",
            r'too many port connections .*\((?P<given>\d+) given',
            r'(?i)(too many|wrong number of) (ports|pins|connections)',
        ),
        port_count,
    ),
    Rule(TRAILING, MIXTURE, trailing_comma),
    Rule(MIXED, MIXTURE),
    Rule(
        PORT_WIDTH,
        (
            r'Port \d+ \((?P<port>\w+)\) of (?P<module>\w+) expects (?P<want>\d+) bits, got (?P<got>\d+)',
            r"[Pp]ort connection '?(?P<port>\w+)'? expects (?P<want>\d+)[^\d].* generates (?P<got>\d+) bits",
            r'Resizing cell port \S+?\.(?P<port>\w+) from (?P<got>\d+) bits to (?P<want>\d+) bits',
        ),
        port_width,
    ),
    Rule(
        PORT_OPEN,
        (
            r'dangling input port \d+ \((?P<name>\w+)\) floating',
            r"(?:Cell|Instance) has missing pin: '?(?P<name>\w+)'?",
            r"Instance pin connected by name with empty reference: '?(?P<name>\w+)'?",
            r"(?:Cell|Instance) pin is not connected: '?(?P<name>\w+)'?",
        ),
        port_open,
    ),
    Rule(
        PORT_LIST,
        (
            r"does not appear in port list: '?(?P<name>\w+)'?",
            r'is not in the port list',
            r'Port (?P<name>\w+) .*(?:not declared|is not declared)',
            r'no port declaration',
            r'is not a port\.',
            r"port declaration '(?P<name>\w+)' does not match",
            r'Module port .*is neither input nor output',
            r'Port declaration mismatch',
        ),
    ),
    Rule(
        INPUT_ASSIGNED,
        (
            r"[Aa]ssigning to input(?:/const)? variable: '?(?P<name>\w+)'?",
            r"cannot assign to input port '(?P<name>\w+)'",
            r'(?P<name>\w+) is not a valid l-value',
            r'cannot assign to a net within a procedural context',
            r"Procedural assignment to wire, perhaps intended var[^:]*: '?(?P<name>\w+)'?",
        ),
        input_assigned,
        checks=('ASSIGNIN',),
    ),
    Rule(
        REG_NEEDED,
        (
            r'(?P<name>\w+) is not a valid l-value',
            r"Procedural assignment to wire, perhaps intended var[^:]*: '?(?P<name>\w+)'?",
            r'wire `\\(?P<name>\w+)\' is assigned in a block',
            r'Assignment to (?P<name>\w+): net type not allowed',
            r'cannot assign to a net within a procedural context',
        ),
        reg_needed,
        checks=('PROCASSWIRE',),
    ),
    Rule(
        ASSIGN_TO_REG,
        (
            r'reg (?P<name>\w+); cannot be driven by primitives or continuous assignment',
            r"Continuous assignment to reg, perhaps intended wire[^:]*: '?(?P<name>\w+)'?",
            r'reg `\\(?P<name>\w+)\' is assigned in a continuous assignment',
            r"procedural assignment to variable '(?P<name>\w+)' because it is also continuously assigned",
            r"[Vv]ariable '(?P<name>\w+)' (?:is|cannot be) (?:also )?(?:continuously|driven)",
        ),
        assign_to_reg,
        checks=('CONTASSREG',),
    ),
    Rule(
        DRIVERS,
        (
            r'(?:net/uwire|variable|Variable|net) \'?(?P<name>\w+)\'? cannot have multiple drivers',
            r"[Ss]ignal has multiple driving blocks[^:]*: '?(?P<name>[\w.]+)'?",
            r"Bits \[?[\d:]*\]? ?of signal .*multiple .*driv\w+: '?(?P<name>\w+)'?",
            r'(?P<name>\w+) Unable to assign to unresolved wires',
            r"Signal '(?P<name>\w+)' has several drivers",
            r'multiple conflicting drivers for (?P<inside>\w+)\.\\?(?P<name>\w+)',
            r'[Mm]ultiple drivers? (?:for|of|on) \S*?(?P<name>\w+)\b',
            r"Variable '(?P<name>\w+)' (?:has|is) (?:multiple|already)",
            r"Continuous assignment to variable with initial value: '?(?P<name>\w+)'?",
            r"Variable (?:also )?written to in always_(?:comb|ff) also written by other process: '?(?P<name>\w+)'?",
        ),
        drivers,
        checks=('MULTIDRIVEN',),
    ),
    Rule(
        OUTPUT_CONNECTION,
        (
            r'expression not valid in assign l-value',
            r'Output port expression must support continuous assignment',
            r'Inout port expression must be',
            r'expression is not assignable',
            r'Output(?:/inout)? port is connected to (?:a )?const',
            r"Can't connect|output pin .*constant",
        ),
    ),
    Rule(
        UNDRIVEN,
        (
            r"Signal is not driven(?:, nor used)?: '?(?P<name>\w+)'?",
            r"Bits of signal are not driven[^:]*: '?(?P<name>\w+)'?",
            r'[Ww]ire \S*?\\?(?P<name>\w+)(?: \[\d+\])? is used but has no driver',
        ),
        checks=('UNDRIVEN',),
    ),
    Rule(
        REAL_PORT,
        (
            r'can not select part of real',
            r'(?i)real.*port|port.*real',
            r'type .real. (?:is not integral|cannot be indexed)',
            r"data type is 'real'",
            r'expected non-complex non-double',
        ),
        checks=('REALCVT',),
    ),
)
