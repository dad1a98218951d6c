// Which signals a trace shows before anyone has chosen: those of the design under test, clock and reset first. No DOM.

const CLOCK = /^(.*_)?(clk|clock|ck|aclk)(_.*|\d*|i)?$/i;
const RESET = /^(.*_)?(n?a?rst|n?a?reset|arst|resetn|rstn)(_?[nib]+|\d*)?$/i;
const CONSTANT = /^(parameter|localparam|real_parameter|supply0|supply1|event)$/;
const MOST = 12;

/** Return up to a dozen variables, in groups by scope: `[{scope, variables}]`. */
export function defaultSignals(hierarchy, most = MOST) {
  const top = busiestRoot(hierarchy);
  if (top === null) return group(-1, pick(hierarchy, hierarchy.loose, new Set(), most));
  const shown = new Set();
  const inner = hierarchy.childScopes[top].filter(isModule(hierarchy)).filter((scope) => hierarchy.members[scope].length);
  // The testbench leaves room for the design that it drives.
  const first = group(top, pick(hierarchy, hierarchy.members[top], shown, inner.length ? Math.ceil(most / 2) : most));
  let left = most - (first[0]?.variables.length ?? 0);
  const groups = [...first];
  for (const scope of inner) {
    if (left <= 0) break;
    const more = group(scope, pick(hierarchy, hierarchy.members[scope], shown, left));
    groups.push(...more);
    left -= more[0]?.variables.length ?? 0;
  }
  return groups;
}

function group(scope, variables) { return variables.length ? [{ scope, variables }] : []; }

function isModule(hierarchy) {
  return (scope) => !/^(task|function|begin|fork)$/.test(hierarchy.scopes.kind[scope]);
}

// Simulators put packages and empty wrappers beside the top; the top is the root that holds most.
function busiestRoot(hierarchy) {
  const roots = hierarchy.roots.filter((scope) => hierarchy.size(scope) > 0);
  if (!roots.length) return null;
  let top = roots.reduce((best, scope) => (hierarchy.size(scope) > hierarchy.size(best) ? scope : best));
  while (!hierarchy.members[top].length && hierarchy.childScopes[top].length === 1) [top] = hierarchy.childScopes[top];
  return top;
}

function pick(hierarchy, members, shown, most) {
  const rank = (number) => {
    const name = hierarchy.variables.name[number].replace(/^\\/, "");
    return CLOCK.test(name) ? 0 : RESET.test(name) ? 1 : 2;
  };
  const fresh = [];
  for (const number of members) {
    const track = hierarchy.variables.track[number];
    if (shown.has(track) || CONSTANT.test(hierarchy.kind(number))) continue;
    fresh.push(number);
    shown.add(track);
  }
  // Sorting is stable: within a rank the order of the source stays.
  fresh.sort((a, b) => rank(a) - rank(b));
  for (const number of fresh.slice(most)) shown.delete(hierarchy.variables.track[number]);
  return fresh.slice(0, Math.max(0, most));
}
