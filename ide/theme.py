"""The frame of every page: style sheets, the person's choice of dark or light, icons and the logo."""

from html import escape

from ide.assets import asset_url

SHEETS = ('css/tokens.css', 'css/base.css')

# NOTE: runs before the first paint, so that a person who chose light never sees a dark flash.
CHOICE = (
    "try{const t=localStorage.getItem('a6hub-theme');"
    "if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}"
)

# Switches between dark and light and remembers the choice; other scripts listen for `a6hub-theme`.
TOGGLE = (
    'globalThis.a6hubTheme=(t)=>{const r=document.documentElement;'
    "const now=r.dataset.theme||(matchMedia('(prefers-color-scheme: light)').matches?'light':'dark');"
    "r.dataset.theme=t||(now==='light'?'dark':'light');"
    "try{localStorage.setItem('a6hub-theme',r.dataset.theme)}catch(e){}"
    "dispatchEvent(new CustomEvent('a6hub-theme',{detail:r.dataset.theme}));return r.dataset.theme}"
)

LOGO = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1.5l9.1 5.25v10.5L12 22.5l-9.1-5.25V6.75z" fill="none" '
    'stroke="var(--accent)" stroke-width="2"/><path d="M7 14h2v-4h3v4h3v-4h2" fill="none" stroke="var(--ok)" '
    'stroke-width="1.8"/></svg>'
)


def head_html(*sheets: str) -> str:
    """Return the markup for the head of a page: the tokens, the plain controls, then `sheets` such as `css/ide.css`."""
    links = ''.join(f'<link rel="stylesheet" href="{asset_url(sheet)}">' for sheet in (*SHEETS, *sheets))
    fonts = ''.join(
        f'<link rel="preload" href="{asset_url(f"fonts/{name}.woff2")}" as="font" type="font/woff2" crossorigin>'
        for name in ('inter', 'jetbrains-mono')
    )
    return f'<script>{CHOICE};{TOGGLE}</script>{fonts}{links}'


def icon(name: str, label: str = '') -> str:
    """Return the markup of an icon; without a label it is decoration."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="icon" {role}><use href="{asset_url("icons.svg")}#{escape(name)}"/></svg>'
