"""Finds out what an imported project is called, what it is, and under which licence it stands."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import PurePosixPath

from services.paths import fold
from services.project_fields import MAX_DESCRIPTION, MAX_LICENCE, MAX_NAME, ProjectChange
from services.tiny_tapeout import Tile

_ENDINGS = re.compile(r'(\.(zip|tar|tgz|tbz2?|txz|gz|bz2|xz))+$', re.IGNORECASE)
_COPY = re.compile(r'[-_ ](main|master|[0-9a-f]{40})$|\s*\(\d+\)$')
_LICENCE_FILE = re.compile(r'(licen[cs]e|copying|unlicense)(\.(md|txt|rst))?', re.IGNORECASE)
_SPDX = re.compile(r'SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+(?: (?:WITH|OR|AND) [A-Za-z0-9.+-]+)*)')
_LICENCES = [
    ('Apache-2.0', r'Apache License\s+Version 2\.0'),
    ('Solderpad-2.1', r'Solderpad Hardware Licen[cs]e\W+(?:v|Version )2\.1'),
    ('CERN-OHL-P-2.0', r'CERN Open Hardware Licence Version 2 - Permissive'),
    ('CERN-OHL-W-2.0', r'CERN Open Hardware Licence Version 2 - Weakly'),
    ('CERN-OHL-S-2.0', r'CERN Open Hardware Licence Version 2 - Strongly'),
    ('MPL-2.0', r'Mozilla Public License,? [vV]ersion 2\.0'),
    ('AGPL-3.0', r'GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3'),
    ('LGPL-3.0', r'GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3'),
    ('GPL-3.0', r'GNU GENERAL PUBLIC LICENSE\s+Version 3'),
    ('GPL-2.0', r'GNU GENERAL PUBLIC LICENSE\s+Version 2'),
    ('MIT', r'MIT License|Permission is hereby granted, free of charge, to any person obtaining a copy'),
    ('ISC', r'Permission to use, copy, modify, and(?:/or)? distribute this software for any\s+purpose'),
    ('BSD-3-Clause', r'Redistribution and use in source[\s\S]{0,1500}Neither the name'),
    ('BSD-2-Clause', r'Redistribution and use in source'),
    ('CC0-1.0', r'CC0 1\.0 Universal'),
    ('Unlicense', r'This is free and unencumbered software released into the public domain'),
]


def described(change: ProjectChange | None, tile: Tile | None, texts: Mapping[str, str], name: str) -> ProjectChange:
    """Return the properties of the new project: what its owner gave, or else what the files say."""
    own = ProjectChange(name=name, licence=licence_of(texts))
    if tile is not None:
        author = f' By {tile.author}.' if tile.author else ''
        described = f'{tile.description}{author}'.strip()[:MAX_DESCRIPTION]
        own = replace(own, name=tile.title[:MAX_NAME] or name, description=described, topics=['tiny-tapeout'])
    given = {field.name: getattr(change, field.name) for field in fields(ProjectChange)} if change else {}
    return replace(own, **{key: value for key, value in given.items() if value is not None and value != ''})


def name_of(filename: str, top: str) -> str:
    """Return a project's name made of the archive's, or of the folder that everything was in."""
    plain = PurePosixPath(filename.replace('\\', '/')).name
    for text in (plain, top):
        name = _COPY.sub('', _ENDINGS.sub('', text)).strip(' .-_')
        name = ''.join(character for character in name if character.isprintable())[:MAX_NAME].strip()
        if name:
            return name
    return 'Imported project'


def licence_of(texts: Mapping[str, str]) -> str:
    """Return the short name of the licence that a file at the root, or else most sources, tell."""
    for path, text in sorted(texts.items()):
        if _LICENCE_FILE.fullmatch(fold(path)):
            for name, pattern in _LICENCES:
                if re.search(pattern, text[:20_000]):
                    return name
    told = [match[1] for text in texts.values() if (match := _SPDX.search(text[:2_000]))]
    return max(sorted(set(told)), key=told.count)[:MAX_LICENCE] if told else ''
