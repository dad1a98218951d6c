"""The manifests that other tools know, each read as it is: no edit of the project, and nothing in them is ever run."""

from services.sources.manifests.builder import Ask, ManifestError
from services.sources.manifests.search import Found, find_cocotb, find_manifests, read_manifest

__all__ = ['Ask', 'Found', 'ManifestError', 'find_cocotb', 'find_manifests', 'read_manifest']
