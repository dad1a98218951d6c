"""Projects as archives: zips and tars come in, zips go out."""

from services.archives.layout import Skipped as Skipped
from services.archives.service import ArchiveService as ArchiveService
from services.archives.service import Download as Download
from services.archives.service import ImportReport as ImportReport
