"""Reads the `info.yaml` of a Tiny Tapeout tile: its top module and the files of `src`."""

from services.sources.files import ProjectFiles
from services.sources.listing import Listing
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.manifests.yaml_text import as_list, as_table, as_text, read_document
from services.sources.model import mistake

NAME = 'info.yaml'


def read_tile_sources(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Return the files and the top of the tile."""
    document = read_document(path, files.manifest(path) or '')
    project = document.table('project')
    about = {**document.table('documentation'), **project}
    top, names = as_text(about.get('top_module')), [as_text(name) for name in as_list(about.get('source_files'))]
    builder = Builder(files, path, 'Tiny Tapeout')
    if as_text(about.get('wokwi_id')) not in ('', '0'):
        hint = 'add the Verilog that Wokwi exports to src and name it in source_files'
        builder.warn('The tile is drawn in Wokwi', hint, Where(path, document.line('project', 'wokwi_id')))
    if not project or not top or not any(names):
        raise ManifestError(
            mistake(
                f'{path} names no {"top_module" if not top else "source_files"}',
                'fill in project: top_module and source_files as the template shows',
                path,
                document.line('project'),
            )
        )
    source = f'{builder.folder}/src'.lstrip('/')
    section = 'project' if 'source_files' in project else 'documentation'
    for number, name in enumerate(names):
        if name:
            builder.add(name, source, Where(path, document.line(section, 'source_files', number)))
    builder.include_dirs[source] = None
    builder.design_top = top
    clock_hz = as_table(about).get('clock_hz')
    if isinstance(clock_hz, int) and clock_hz > 0:
        builder.note(f'clock clk of {clock_hz / 1e6:g} MHz ({path})')
        builder.clock, builder.clock_period_ns = 'clk', 1e9 / clock_hz
    return builder.listing()
