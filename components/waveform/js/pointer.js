// What mouse, pen and fingers do on the waves: click, drag, pinch, wheel.

const CLICK = 4;
const GRAB = 5;

/**
 * `host` answers: `view`, `cursorX()`, `onView()`, `setCursor(x, y, {snap})`, `setMarker(x)`, `selectAt(y)`, `menuAt(y, clientX, clientY)`,
 * `setRange([x0, x1] | null)`, `zoomTo(x0, x1)`, `scrollRows(pixels)` (true when there was something to scroll),
 * `leavesWheel(pixels)` (true when the wheel is to scroll the page instead).
 */
export function enablePointer(stage, host, bin) {
  const pointers = new Map();
  let drag = null;
  const at = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  bin.listen(stage, "pointerdown", (event) => {
    if (event.button === 2) return;
    const point = at(event);
    pointers.set(event.pointerId, point);
    stage.setPointerCapture(event.pointerId);
    drag = pointers.size === 2 ? pinch([...pointers.values()], host) : begin(event, point, host);
  });
  bin.listen(stage, "pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const point = at(event);
    pointers.set(event.pointerId, point);
    drag?.move(pointers.size === 2 ? [...pointers.values()] : point);
    stage.classList.toggle("panning", drag?.panning === true);
  });
  const finish = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    stage.classList.remove("panning");
    if (event.type === "pointerup") drag?.end(at(event));
    drag = null;
  };
  bin.listen(stage, "pointerup", finish);
  bin.listen(stage, "pointercancel", finish);
  bin.listen(stage, "dblclick", (event) => host.setMarker(at(event).x));
  bin.listen(stage, "wheel", (event) => onWheel(event, at(event), host), { passive: false });
  bin.listen(stage, "contextmenu", (event) => {
    event.preventDefault();
    host.menuAt(at(event).y, event.clientX, event.clientY);
  });
}

function begin(event, start, host) {
  if (event.shiftKey) return range(start, host);
  const x = host.cursorX();
  if (x !== null && Math.abs(x - start.x) <= GRAB && event.button === 0) return cursor(host);
  return pan(event, start, host);
}

function cursor(host) {
  return {
    move: (point) => host.setCursor(point.x, point.y, { snap: false }),
    end: (point) => host.setCursor(point.x, point.y, { snap: true }),
  };
}

function range(start, host) {
  return {
    move: (point) => host.setRange([start.x, point.x]),
    end(point) {
      host.setRange(null);
      if (Math.abs(point.x - start.x) > CLICK) host.zoomTo(Math.min(start.x, point.x), Math.max(start.x, point.x));
    },
  };
}

function pan(event, start, host) {
  let last = start;
  return {
    panning: false,
    move(point) {
      this.panning ||= Math.abs(point.x - start.x) > CLICK || Math.abs(point.y - start.y) > CLICK;
      if (!this.panning) return;
      host.view.pan(last.x - point.x);
      host.scrollRows(last.y - point.y);
      last = point;
      host.onView();
    },
    end(point) {
      if (this.panning || event.button !== 0) return;
      host.selectAt(point.y);
      host.setCursor(point.x, point.y, { snap: true });
    },
  };
}

function pinch([a, b], host) {
  let distance = Math.hypot(a.x - b.x, a.y - b.y);
  let middle = (a.x + b.x) / 2;
  return {
    move([c, d]) {
      const now = Math.max(10, Math.hypot(c.x - d.x, c.y - d.y));
      const center = (c.x + d.x) / 2;
      host.view.pan(middle - center);
      host.view.zoom(distance / now, center);
      distance = now;
      middle = center;
      host.onView();
    },
    end() {},
  };
}

function onWheel(event, point, host) {
  const sideways = event.ctrlKey || event.metaKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (!sideways && host.leavesWheel(event.deltaY)) return;
  event.preventDefault();
  const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    // A notch of a wheel is 100 or more, a pinch on a touchpad sends small steps.
    host.view.zoom(Math.exp(Math.max(-60, Math.min(60, dy)) * 0.008), point.x);
  } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) host.view.pan(event.shiftKey && !dx ? dy : dx);
  else if (!host.scrollRows(dy)) host.view.pan(dy);
  host.onView();
}
