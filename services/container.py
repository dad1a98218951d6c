"""All services of one process, built once from the settings."""

from dataclasses import dataclass

from services.account_data import AccountDataService
from services.actors import ActorCache
from services.archives import ArchiveService
from services.artifacts import ArtifactService
from services.audit import AuditService
from services.auth import AuthService
from services.blobs import BlobService
from services.bus import EventBus, open_bus
from services.configs import ConfigService
from services.coverage.service import CoverageService
from services.database import Database
from services.designs import DesignService
from services.desk_states import DeskStateService
from services.file_search import FileSearchService
from services.files import FileService
from services.forks import ForkService
from services.health import HealthService
from services.identity import IdentityService
from services.jobs import JobQueue, JobService, RowsOnly
from services.logs import LogStore, open_log_store
from services.mail import Mailer, open_mailer
from services.members import MemberService
from services.projects import ProjectService
from services.queue_overview import QueueOverviewService
from services.regressions.service import RegressionService
from services.reproduction import ReproductionService
from services.run_history import RunHistoryService
from services.search import SearchService
from services.search_index import SearchIndex
from services.sessions import SessionService
from services.settings import Settings
from services.signing import Signing
from services.simulator_choices import SimulatorChoices
from services.snapshots import SnapshotService
from services.stars import StarService
from services.storage import ObjectStore, open_store
from services.templates import TemplateService
from services.tokens import TokenService
from services.users import UserService
from services.worker_board import WorkerBoard, open_board


@dataclass(frozen=True, slots=True)
class Services:
    """What pages, routes and workers share."""

    settings: Settings
    database: Database
    store: ObjectStore
    bus: EventBus
    health: HealthService
    mailer: Mailer
    identity: IdentityService
    sessions: SessionService
    auth: AuthService
    tokens: TokenService
    audit: AuditService
    users: UserService
    account_data: AccountDataService
    blobs: BlobService
    search_index: SearchIndex
    projects: ProjectService
    files: FileService
    snapshots: SnapshotService
    templates: TemplateService
    members: MemberService
    stars: StarService
    forks: ForkService
    designs: DesignService
    configs: ConfigService
    desk_states: DeskStateService
    archives: ArchiveService
    search: SearchService
    file_search: FileSearchService
    logs: LogStore
    jobs: JobService
    artifacts: ArtifactService
    reproduction: ReproductionService
    regressions: RegressionService
    run_history: RunHistoryService
    coverage: CoverageService
    simulators: SimulatorChoices
    workers: WorkerBoard
    queue_overview: QueueOverviewService

    def close(self) -> None:
        """Let go of connections and threads."""
        self.mailer.close()
        self.search_index.close()
        self.bus.close()
        self.database.dispose()


def build_services(settings: Settings, queue: JobQueue | None = None) -> Services:
    """Open database, store and bus, and give each service what it needs; `queue` carries jobs to the workers."""
    database = Database(settings.sqlalchemy_url)
    store = open_store(settings)
    bus = open_bus(settings)
    mailer = open_mailer(settings)
    signing = Signing(settings.signing_key(), settings.access_token_minutes)
    cache = ActorCache()
    sessions = SessionService(settings, database, signing, cache)
    auth = AuthService(settings, database, signing, cache, sessions, mailer)
    blobs = BlobService(database, store, settings)
    snapshots = SnapshotService(database, blobs)
    logs = open_log_store(settings)
    workers = open_board(settings)
    search_index = SearchIndex(database, blobs)
    projects = ProjectService(settings, database, blobs, bus, search_index)
    files = FileService(database, blobs, bus, search_index)
    jobs = JobService(database, bus, queue or RowsOnly(), snapshots, blobs, logs, workers)
    return Services(
        settings=settings,
        database=database,
        store=store,
        bus=bus,
        health=HealthService(settings, database, store, bus, workers),
        blobs=blobs,
        search_index=search_index,
        projects=projects,
        files=files,
        snapshots=snapshots,
        members=MemberService(database, bus),
        templates=TemplateService(blobs, projects),
        stars=StarService(database),
        forks=ForkService(database, projects, snapshots),
        designs=DesignService(files),
        configs=ConfigService(files),
        desk_states=DeskStateService(database),
        archives=ArchiveService(settings, database, blobs, projects, bus, search_index),
        search=SearchService(database),
        file_search=FileSearchService(database, blobs, files),
        logs=logs,
        jobs=jobs,
        artifacts=ArtifactService(database, store, blobs),
        regressions=RegressionService(database, blobs),
        run_history=RunHistoryService(database, snapshots, jobs),
        coverage=CoverageService(database, blobs, files),
        simulators=SimulatorChoices(database, files),
        reproduction=ReproductionService(database, blobs, snapshots),
        workers=workers,
        queue_overview=QueueOverviewService(database, workers),
        mailer=mailer,
        identity=IdentityService(settings, database, signing, cache),
        sessions=sessions,
        auth=auth,
        tokens=TokenService(database, cache),
        audit=AuditService(database),
        users=UserService(database, cache, auth, mailer),
        account_data=AccountDataService(settings, database, blobs, cache, auth),
    )
