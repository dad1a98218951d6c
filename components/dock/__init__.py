"""The layout of the IDE page."""

from components.dock.dock import Action as Action
from components.dock.dock import ActionEventArguments as ActionEventArguments
from components.dock.dock import Dock as Dock
from components.dock.dock import LayoutEventArguments as LayoutEventArguments
from components.dock.dock import Panel as Panel
from components.dock.dock import RailItem as RailItem
from components.dock.dock import Section as Section
from components.dock.dock import ShownEventArguments as ShownEventArguments
from components.dock.dock import View as View
