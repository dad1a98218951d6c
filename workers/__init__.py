"""Runs jobs: EDA tools in a sandbox, driven by Huey."""
