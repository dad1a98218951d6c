"""Tests of the editor in a real browser, and the servers they use."""
