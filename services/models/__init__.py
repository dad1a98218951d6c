"""All tables."""

from services.models.audit import AuditEvent as AuditEvent
from services.models.base import Base as Base
from services.models.job import Artifact as Artifact
from services.models.job import Job as Job
from services.models.job import JobDiagnostic as JobDiagnostic
from services.models.job import JobState as JobState
from services.models.job import JobStep as JobStep
from services.models.job import Priority as Priority
from services.models.project import Blob as Blob
from services.models.project import File as File
from services.models.project import Fork as Fork
from services.models.project import Project as Project
from services.models.project import ProjectMember as ProjectMember
from services.models.project import ProjectState as ProjectState
from services.models.project import Snapshot as Snapshot
from services.models.project import Star as Star
from services.models.project import TrashedFile as TrashedFile
from services.models.project import Visibility as Visibility
from services.models.search import SearchDocument as SearchDocument
from services.models.user import AccessToken as AccessToken
from services.models.user import LoginSession as LoginSession
from services.models.user import Namespace as Namespace
from services.models.user import NamespaceKind as NamespaceKind
from services.models.user import RefreshToken as RefreshToken
from services.models.user import SignInFailure as SignInFailure
from services.models.user import User as User
