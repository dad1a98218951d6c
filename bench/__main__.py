"""Runs the measurements of one topic: `python -m bench TOPIC [--json FILE] [--only NAME]`."""

import argparse
import importlib
import sys
from pathlib import Path

from bench.row import Measure, Row, as_json, as_table

NOT_TOPICS = {'__init__', '__main__', 'row'}


def main() -> int:
    """Run the topic and return 1 if a goal was missed."""
    topics = sorted(path.stem for path in Path(__file__).parent.glob('*.py') if _is_topic(path))
    parser = argparse.ArgumentParser(prog='script/bench', description='Measure the product against its goals.')
    parser.add_argument('topic', choices=topics, help='what to measure')
    parser.add_argument('--json', type=Path, metavar='FILE', help='also write the rows into this file')
    parser.add_argument('--only', metavar='NAME', help='run only the measurements whose name contains this')
    options = parser.parse_args()
    measures: list[Measure] = importlib.import_module(f'bench.{options.topic}').MEASURES
    rows: list[Row] = []
    for measure in measures:
        name = getattr(measure, '__name__', '')
        if not options.only or options.only in name:
            print(f'{name}: {(measure.__doc__ or "").splitlines()[0]}', file=sys.stderr, flush=True)
            rows.extend(measure())
    print(as_table(rows))
    if options.json:
        options.json.write_text(as_json(rows) + '\n')
    return 0 if all(row.met for row in rows) else 1


def _is_topic(path: Path) -> bool:
    return path.stem not in NOT_TOPICS and 'MEASURES' in path.read_text()


if __name__ == '__main__':
    sys.exit(main())
