"""Measurements of the product against its goals; `script/bench TOPIC` runs one topic and prints its table."""
