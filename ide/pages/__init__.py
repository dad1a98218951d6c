"""Plain pages that the server renders."""
