"""The code editor."""

from components.editor.editor import SHORTCUTS as SHORTCUTS
from components.editor.editor import Editor as Editor
from components.editor.events import ChangeEventArguments as ChangeEventArguments
from components.editor.events import Completion as Completion
from components.editor.events import ConflictEventArguments as ConflictEventArguments
from components.editor.events import CursorEventArguments as CursorEventArguments
from components.editor.events import EditorStateEventArguments as EditorStateEventArguments
from components.editor.events import GotoEventArguments as GotoEventArguments
from components.editor.events import InlineValue as InlineValue
from components.editor.events import MessageEventArguments as MessageEventArguments
from components.editor.events import OpenedEventArguments as OpenedEventArguments
from components.editor.events import PathEventArguments as PathEventArguments
from components.editor.events import Problem as Problem
from components.editor.events import SavedEventArguments as SavedEventArguments
from components.editor.events import SaveState as SaveState
from components.editor.events import TabsEventArguments as TabsEventArguments
from components.editor.events import TextChange as TextChange
