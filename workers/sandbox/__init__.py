"""The sandbox: every tool that touches a user's design runs through its `Launcher`."""

from workers.sandbox.folder import job_folder, make_job_folder, readable_copy, remove_job_folder
from workers.sandbox.inner import become_reaper
from workers.sandbox.launcher import Launcher, Sandbox, SandboxError
from workers.sandbox.model import GIB, MIB, Command, Level, Limits, Outcome, Reason, Usage
from workers.sandbox.probe import Isolation, probe
from workers.sandbox.tidy import remove_folder
from workers.sandbox.words import describe, size_text

__all__ = [
    'GIB',
    'MIB',
    'Command',
    'Isolation',
    'Launcher',
    'Level',
    'Limits',
    'Outcome',
    'Reason',
    'Sandbox',
    'SandboxError',
    'Usage',
    'become_reaper',
    'describe',
    'job_folder',
    'make_job_folder',
    'probe',
    'readable_copy',
    'remove_folder',
    'remove_job_folder',
    'size_text',
]
