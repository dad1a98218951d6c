"""The bar below the IDE."""

from components.status_bar.status_bar import StatusBar as StatusBar
