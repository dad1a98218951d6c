// Makes a NiceGUI (Vue) component out of a framework-free `createX(container, options)`.

/**
 * `overlay` takes no room on the page; `methods` names the functions of the handle that Python may run, `events` those it may emit.
 * NOTE: events must be declared; an undeclared one would also fire for the browser's event of that name.
 */
export function adapter(create, { methods = [], events = [], overlay = false }) {
  const style = overlay ? "display: contents" : "height: 100%";
  return {
    template: `<div class="a6-component" style="${style}"></div>`,
    props: { options: { type: Object, default: () => ({}) } },
    emits: events,
    mounted() {
      this.handle = create(this.$el, { ...this.options, emit: (name, detail = {}) => this.$emit(name, detail) });
    },
    beforeUnmount() { this.handle.destroy(); },
    methods: Object.fromEntries(methods.map((name) => [name, function run(...args) { return this.handle[name](...args); }])),
  };
}
