"""What a run leaves becomes artifacts: kept views, waveforms also as columns for the viewer, and the log."""

import posixpath
from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from services.blobs import BlobService
from services.job_leases import NewArtifact
from services.models import JobState
from services.views import LOG, TRACE, VCD, View
from services.waveform import ingest_vcd
from workers.explaining.waves import Waveform
from workers.job_log import JobLog
from workers.patience import patiently
from workers.sandbox import Reason, size_text
from workers.step import StepResult
from workers.workspace import Workspace

LOG_NAME = 'run.log'
MOST_OF_A_CANCELLED_RUN = 64 << 20
"""Who cancels does not want to wait until a large waveform is stored."""
MOST_OF_A_FULL_DISK = 256 << 20
"""Who looks at a waveform that ran into the limit seldom looks at its end, and storing all of it takes a while."""
LONGEST_LINE = 1 << 20


class Outputs:
    """Stores the files of a run; the rows come later, with the end of the job."""

    def __init__(self, blobs: BlobService, workspace: Workspace) -> None:
        self._blobs = blobs
        self._workspace = workspace
        self._names = {LOG_NAME}
        self.artifacts: list[NewArtifact] = []
        self.waveforms: list[Waveform] = []

    def collect(self, results: Iterable[StepResult], log: JobLog) -> None:
        """Store every waveform and every other kept view that the steps left."""
        for result in results:
            for view, files in result.files.items():
                for file in files:
                    if result.stopped is Reason.DISK and view == VCD:
                        keep_beginning(file, log)
                    self._keep(view, file, result.state, log)

    def keep_log(self, log: JobLog) -> None:
        """Store the log, which is complete now."""
        self._store(LOG_NAME, LOG.id, log.text())

    def _keep(self, view: View, file: Path, state: JobState, log: JobLog) -> None:
        if not (view.kept or view == VCD):
            return
        if state is JobState.CANCELLED and file.stat().st_size > MOST_OF_A_CANCELLED_RUN:
            log.note(f'{file.name} is not kept, since the run was cancelled')
        elif view == VCD:
            self._waveform(file, log)
        else:
            self._add(self._free_name(file), view.id, file)

    def _waveform(self, file: Path, log: JobLog) -> None:
        trace = self._workspace.out / f'{file.name}{TRACE.suffix}'
        summary = ingest_vcd(file, trace)
        name = self._free_name(file)
        self.waveforms.append(Waveform(name, trace, summary))
        log.note(f'{name}: {summary.changes} value changes, {file.stat().st_size} bytes')
        self._add(name, VCD.id, file)
        self._add(f'{name.removesuffix(VCD.suffix)}{TRACE.suffix}', TRACE.id, trace)

    def _free_name(self, file: Path) -> str:
        """Return the file's own name, or with its folder where two files share it."""
        if file.name not in self._names:
            return file.name
        return posixpath.join(*file.relative_to(self._workspace.folder).parts[1:])

    def _add(self, name: str, view: str, source: bytes | Path) -> None:
        free = next(other for other in chain([name], (f'{name}-{n}' for n in count(2))) if other not in self._names)
        self._names.add(free)
        self._store(free, view, source)

    def _store(self, name: str, view: str, source: bytes | Path) -> None:
        self.artifacts.append(NewArtifact(name, view, patiently(lambda: self._blobs.put(source))))


def keep_beginning(file: Path, log: JobLog, most: int = MOST_OF_A_FULL_DISK) -> None:
    """Cut a waveform that filled the disk after its first part, at the end of a line, and say so."""
    size = file.stat().st_size
    if size <= most:
        return
    with file.open('r+b') as waves:
        waves.seek(most - LONGEST_LINE)
        waves.truncate(most - LONGEST_LINE + waves.read(LONGEST_LINE).rfind(b'\n') + 1)
    log.note(f'{file.name}: of {size_text(size)} the first {size_text(most)} are kept, since it reached the limit')
