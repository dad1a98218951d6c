"""The bar above the IDE: project, run control, share, theme and account."""

from components.top_bar.top_bar import FlowChoice as FlowChoice
from components.top_bar.top_bar import Note as Note
from components.top_bar.top_bar import NotifyEventArguments as NotifyEventArguments
from components.top_bar.top_bar import RunEventArguments as RunEventArguments
from components.top_bar.top_bar import ThemeEventArguments as ThemeEventArguments
from components.top_bar.top_bar import TopBar as TopBar
from components.top_bar.top_bar import TopModule as TopModule
from components.top_bar.top_bar import VisibilityEventArguments as VisibilityEventArguments
