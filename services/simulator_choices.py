"""Which simulator a run would take and why, said before it is started."""

from uuid import UUID

from services.database import Database
from services.design_config import CONFIG_FILE, ConfigError, read_config
from services.errors import InvalidError
from services.files import FileService
from services.flows import SimulateOptions, check_options
from services.last_runs import last_simulation
from services.permissions import Actor
from services.simulators import Choice, Question, Simulator, choose_simulator, find_constructs
from services.sources import ProjectFiles, Purpose, SourcesError, resolve_sources

LARGEST_SOURCE = 2 << 20


class SimulatorChoices:
    """Answers for the project's present files; the worker asks the same of the files that it runs."""

    def __init__(self, database: Database, files: FileService) -> None:
        self._database = database
        self._files = files

    def choose(self, actor: Actor, project_id: UUID, options: dict[str, object]) -> Choice:
        """Return the simulator for these options of `simulate`; raise `InvalidError` where nothing can be run."""
        entries = [entry for entry in self._files.all(actor, project_id) if not entry.is_folder]
        small = {entry.path for entry in entries if entry.size <= LARGEST_SOURCE}

        def load(path: str) -> str | None:
            return self._files.read(actor, project_id, path).decode(errors='replace') if path in small else None

        project = ProjectFiles([entry.path for entry in entries], load)
        given = check_options('simulate', options)
        try:
            config = read_config(project.text(CONFIG_FILE) or '')
            chosen = SimulateOptions.model_validate(config.simulate.model_dump() | given)
            if chosen.simulator != 'auto':
                return Choice(Simulator(chosen.simulator), 'it is named in the options or in a6hub.toml')
            sources = resolve_sources(project, config.wanted(chosen, Purpose.SIMULATE))
        except (ConfigError, SourcesError) as error:
            raise InvalidError(str(error)) from None
        texts = {path: project.text(path) or '' for path in sources.files}
        return choose_simulator(
            Question(
                languages=frozenset(sources.languages.values()),
                constructs=find_constructs(texts, sources.defines),
                time_limit_s=chosen.time_limit_s,
                last_run=last_simulation(self._database, project_id, sources.top),
                wants_initial_values=chosen.initial_values != 'default',
            )
        )
