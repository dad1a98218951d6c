"""A tolerant reader of VHDL: entities with their ports and instances, packages, and what each of them leans on."""

from services.vhdl.scanner import is_vhdl, link, scan_vhdl

__all__ = ['is_vhdl', 'link', 'scan_vhdl']
