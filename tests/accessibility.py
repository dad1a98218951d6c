"""An automated accessibility check of a page in a browser, by axe-core (see tests/vendor/axe)."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / 'vendor' / 'axe' / 'axe.min.js'
SHOWN = 4


def serious_findings(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page as it is now, with the first elements of each finding."""
    # NOTE: evaluated, not added as a script: the page's own policy for scripts stays as it is.
    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [
        f'{finding["id"]}: {finding["help"]}: {[node["html"][:200] for node in finding["nodes"][:SHOWN]]}'
        for finding in violations
        if finding['impact'] in {'serious', 'critical'}
    ]
