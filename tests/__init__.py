"""The tests of a6hub."""
