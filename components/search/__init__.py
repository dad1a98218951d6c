"""Search and replace in a project."""

from components.search.search import GotoEventArguments as GotoEventArguments
from components.search.search import ReplacedEventArguments as ReplacedEventArguments
from components.search.search import Search as Search
