"""Real servers that the tests start on free ports in throw-away folders, and end again."""
