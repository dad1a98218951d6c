"""The base of every a6hub component: one Python class, one entry script, one folder of ES modules."""

import hashlib
import inspect
import logging
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from nicegui.dependencies import register_esm, register_vue_component
from nicegui.element import Element
from nicegui.events import GenericEventArguments, Handler, UiEventArguments, handle_event
from pydantic import BaseModel, ValidationError, create_model

Arguments = TypeVar('Arguments', bound=UiEventArguments)
KIT = Path(__file__).parent / 'kit' / 'js'
log = logging.getLogger(__name__)


class Component(Element):
    """Serves `<module>.js`, the modules in `js/` and a bundle in `dist/` under URLs that change with their contents.

    Inside the entry script the folder `js/` is importable as `a6hub-<module>/<file>.js`,
    and `dist/` as `a6hub-<module>-dist/<file>.js`; `a6hub-kit/<file>.js` holds what all components share.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        source = Path(inspect.getfile(cls))
        entry = source.with_suffix('.js')
        name = source.stem.replace('_', '-')
        folders = {f'a6hub-{name}': source.parent / 'js', f'a6hub-{name}-dist': source.parent / 'dist'}
        stamp = content_stamp(entry, *folders.values())
        cls.component = register_vue_component(entry, max_time=stamp)
        for key, folder in folders.items():
            if folder.is_dir():
                register_esm(key, folder, max_time=stamp)

    def listen(self, event: str, arguments: type[Arguments]) -> list[Handler[Arguments]]:
        """Register an event of the browser once, in the constructor, and return the list of its callbacks.

        What the browser sends is checked against the fields of `arguments`; anything else is dropped and logged.
        """
        callbacks: list[Handler[Arguments]] = []
        model = payload_model(cast(Hashable, arguments))

        def handle(e: GenericEventArguments) -> None:
            try:
                payload = model.model_validate(e.args or {})
            except ValidationError as error:
                log.warning('%s: dropped a malformed %r event: %s', type(self).__name__, event, error)
                return
            values = {name: getattr(payload, name) for name in type(payload).model_fields}
            for callback in callbacks:
                handle_event(callback, arguments(sender=self, client=self.client, **values))

        self.on(event, handle)
        return callbacks


@cache
def payload_model(arguments: Any) -> type[BaseModel]:
    """Return the model of what the browser sends for an event: the fields that `arguments` adds, all required."""
    own = [cls for cls in reversed(arguments.__mro__) if cls not in UiEventArguments.__mro__]
    hints = {name: hint for cls in own for name, hint in inspect.get_annotations(cls, eval_str=True).items()}
    return create_model(arguments.__name__, **{name: (hint, ...) for name, hint in hints.items()})  # type: ignore


def content_stamp(*paths: Path) -> float:
    """Return a number that stands for the contents of the given files and of the scripts below the given folders.

    NiceGUI hashes a modification time into each URL and serves it as immutable;
    the digest takes the place of that time, so that two hosts with the same files agree on the URL.
    """
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob('*.js')) if path.is_dir() else [path] if path.is_file() else []
        for file in files:
            digest.update(file.name.encode() + b'\0' + file.read_bytes())
    return float(int.from_bytes(digest.digest()[:6]))


register_esm('a6hub-kit', KIT, max_time=content_stamp(KIT))
