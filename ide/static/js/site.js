// Small comforts of the plain pages; every page works without them.

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.a6hubTheme());
}

// A menu closes when the person goes elsewhere.
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Times are written in UTC by the server and told in the person's own zone here.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
function tellTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  }
}
tellTimes(document);

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented) form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

// Two marked runs can be compared.
for (const form of document.querySelectorAll("form[data-compare]")) {
  const button = form.querySelector("button");
  const note = form.querySelector("[data-pick-note]");
  form.addEventListener("change", () => {
    const picked = [...form.querySelectorAll("[data-pick]:checked")].map((box) => Number(box.dataset.pick)).sort((a, b) => a - b);
    if (!button) return;
    button.disabled = picked.length !== 2;
    note.textContent = picked.length === 2 ? `Runs #${picked[0]} and #${picked[1]}` : "Mark two runs to compare them.";
    [form.elements.a.value, form.elements.b.value] = picked.length === 2 ? picked : ["", ""];
  });
}

// A part of the page that is fetched anew every few seconds, unless somebody uses it.
const REFRESH_MS = 3000;
for (const box of document.querySelectorAll("[data-refresh]")) {
  setInterval(async () => {
    const part = document.querySelector(box.dataset.refresh);
    if (!box.checked || document.hidden || part.contains(document.activeElement) || part.querySelector("details[open]")) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(box.dataset.refresh);
    if (!fresh) return;
    part.replaceWith(document.adoptNode(fresh));
    tellTimes(fresh);
  }, REFRESH_MS);
}
