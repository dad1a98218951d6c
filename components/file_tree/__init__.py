"""The file tree."""

from components.file_tree.file_tree import SHORTCUTS as SHORTCUTS
from components.file_tree.file_tree import CreateEventArguments as CreateEventArguments
from components.file_tree.file_tree import Entry as Entry
from components.file_tree.file_tree import FileTree as FileTree
from components.file_tree.file_tree import MoveEventArguments as MoveEventArguments
from components.file_tree.file_tree import PathEventArguments as PathEventArguments
from components.file_tree.file_tree import PathsEventArguments as PathsEventArguments
from components.file_tree.file_tree import RenameEventArguments as RenameEventArguments
from components.file_tree.file_tree import UploadedEventArguments as UploadedEventArguments
