"""The tree of instances."""

from components.hierarchy.hierarchy import GotoEventArguments as GotoEventArguments
from components.hierarchy.hierarchy import Hierarchy as Hierarchy
from components.hierarchy.hierarchy import Instance as Instance
from components.hierarchy.hierarchy import TopEventArguments as TopEventArguments
