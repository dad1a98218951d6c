"""Menus."""

from components.menu.menu import Line as Line
from components.menu.menu import MenuButton as MenuButton
from components.menu.menu import MenuItem as MenuItem
from components.menu.menu import SelectEventArguments as SelectEventArguments
