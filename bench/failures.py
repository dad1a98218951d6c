"""Failures: whether wrong designs are told what is wrong, at the right line, with a suggestion that helps."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bench.corpus import cases, scores
from bench.diagnose import Diagnoser, Diagnosis, diagnoser
from bench.mutations import OPERATORS, Mutant, examples, mutants
from bench.row import Measure, Row
from services.diagnostics import Severity
from workers.explaining import KINDS
from workers.flows import FLOWS
from workers.sandbox import Limits

OF_EACH = 6
WITHIN_LINES = 1
LIMITS = Limits(wall_s=10)


def mutations() -> Iterator[Row]:
    """Put one mistake after the other into the examples, and compare the first error with the place of the mistake."""
    tried, right = Counter[str](), Counter[str]()
    with diagnoser() as tools:
        designs = examples()
        for mutant in mutants(designs, OF_EACH):
            found = run(tools, designs[mutant.example], mutant)
            if any(item.severity is Severity.ERROR for item in found.diagnostics):
                tried[mutant.operator] += 1
                right[mutant.operator] += is_right(found, mutant)
    for operator in OPERATORS:
        if tried[operator]:
            figure = 100 * right[operator] / tried[operator]
            yield Row(f'right line, {operator}', figure, '%', '>= 95', f'{tried[operator]} designs with one mistake')


def corpus() -> Iterator[Row]:
    """Run the wrong designs of tests/data/failures with the real tools, and compare what is said with what is wrong."""
    with diagnoser() as tools:
        every = list(scores(tools, cases(FLOWS)))
    compared = f'{len(every)} wrong designs of {len({score.case.kind for score in every})} kinds'
    yield Row('kinds that are explained', len(KINDS), 'kinds', '>= 40')
    yield Row('right place within a line', share(score.is_place_right for score in every), '%', '>= 95', compared)
    yield Row('right suggestion', share(score.is_hint_right for score in every), '%', '>= 90', compared)


def share(right: Iterable[bool]) -> float:
    """Return how many of a hundred are true."""
    answers = list(right)
    return 100 * sum(answers) / max(1, len(answers))


def run(tools: Diagnoser, files: dict[str, bytes], mutant: Mutant) -> Diagnosis:
    """Simulate a design with its mistake."""
    return tools.diagnose({**files, mutant.file: mutant.text.encode()}, 'simulate', {}, LIMITS)


def is_right(found: Diagnosis, mutant: Mutant) -> bool:
    """Say whether the first error stands at the mistake."""
    first = next((item for item in found.diagnostics if item.severity is Severity.ERROR), None)
    if first is None or first.file != mutant.file:
        return False
    return any(abs(first.line - line) <= WITHIN_LINES for line in mutant.lines)


MEASURES: list[Measure] = [corpus, mutations]
