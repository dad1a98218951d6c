// The parts of the editor that are fetched when they are wanted: minimap, other key bindings, completion and search.

import * as cm from "a6hub-editor-dist/index.js";

const WIDE = "(min-width: 1200px)";

export class Extras {
  #tools = null;
  tools = null;

  /** `settings()` and `completions()` give the present ones; `fill(slot, extension)` puts an extension into every document. */
  constructor(settings, completions, fill) {
    Object.assign(this, { settings, completions, fill });
    this.slots = { keymap: [], minimap: [], tools: [] };
  }

  /** The minimap, where the person wants it and the page is wide enough; drawn anew, because it remembers colours. */
  async setMinimap() {
    this.#put("minimap", []);
    if (this.settings().minimap && matchMedia(WIDE).matches) this.#put("minimap", (await import("./minimap.js")).minimap);
  }

  async setKeymap() {
    if (this.settings().keymap !== "vim") return this.#put("keymap", []);
    const { Vim, vim } = await cm.loadVim();
    // Vim's commands are the same for all editors of the page; the event finds the one that is meant.
    const asks = (name) => ({ cm6 }) => cm6.dom.dispatchEvent(new CustomEvent(`a6hub-${name}`, { bubbles: true }));
    Vim.defineEx("write", "w", asks("save"));
    Vim.defineEx("quit", "q", asks("close"));
    Vim.defineEx("wq", "wq", asks("close"));
    this.#put("keymap", vim({ status: true }));
  }

  /** Completion and search. */
  loadTools() {
    this.#tools ??= import("./tools.js").then(async ({ loadTools }) => {
      const tools = await loadTools(this.completions);
      this.tools = tools;
      this.#put("tools", tools.extension);
      return tools;
    });
    return this.#tools;
  }

  /** What is searched for in a state whose search panel is open, or null. */
  openQuery(state) {
    const tools = this.tools;
    return tools?.searchPanelOpen(state) ? tools.getSearchQuery(state) : null;
  }

  /** Go on with a search in another document. */
  showQuery(view, query) {
    if (!query) return;
    if (!this.tools.searchPanelOpen(view.state)) this.tools.openSearchPanel(view);
    view.dispatch({ effects: this.tools.setSearchQuery.of(query) });
  }

  #put(slot, extension) {
    this.slots[slot] = extension;
    this.fill(slot, extension);
  }
}
