// Help for the sheet: steppers, the sum, the device's time, a draft kept in this browser until it is sent.
// Everything works without it. The draft never leaves the device; files are not part of it.
const form = document.getElementById("sheet");
const PREFIX = "guong-draft:";

function stepper(box) {
  const input = box.querySelector("input");
  const button = (text, label, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      input.value = Math.max(0, (parseInt(input.value, 10) || 0) + by);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return made;
  };
  box.prepend(button("−", box.dataset.less, -1));
  box.append(button("+", box.dataset.more, 1));
}

function sums(box) {
  const value = (name) => parseInt(form.elements[name]?.value, 10);
  const line = box.querySelector("[data-sum]");
  const reason = box.querySelector("[data-reason]");
  const show = () => {
    const [all, here] = [value("expected"), value("present")];
    const away = (value("absent_excused") || 0) + (value("absent") || 0);
    if (reason) reason.hidden = reason.dataset.reason === "" || Number.isNaN(all) || all === Number(reason.dataset.reason);
    line.textContent = Number.isNaN(all) || Number.isNaN(here) ? "" : all === here + away ? line.dataset.fits : line.dataset.off;
  };
  box.addEventListener("input", show);
  show();
}

function read() {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") (values[name] ??= []).push(value);
  }
  return values;
}

function write(values) {
  for (const element of form.elements) {
    if (!element.name || !(element.name in values) && element.type !== "checkbox") continue;
    const kept = values[element.name] ?? [];
    if (element.type === "checkbox" || element.type === "radio") element.checked = kept.includes(element.value);
    else if (element.type !== "file" && element.name !== "csrfmiddlewaretoken" && element.tagName !== "BUTTON") element.value = kept[0];
  }
  form.dispatchEvent(new Event("input"));
}

// Rows that the page does not have yet come back from the server, which draws them all.
function resume(values) {
  const missing = Object.keys(values).filter((name) => !form.elements[name]);
  write(values);
  if (!missing.length) return;
  for (const name of missing) {
    for (const value of values[name]) {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name, value });
      form.append(kept);
    }
  }
  const step = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: "edit" });
  form.append(step);
  form.submit();
}

function store(work) {
  try {
    return work(window.localStorage);
  } catch {
    return null; // a browser that forbids storage still has the form
  }
}

function drafts() {
  const key = PREFIX + form.dataset.draft;
  const found = document.querySelector("[data-draft-found]");
  const kept = store((s) => JSON.parse(s.getItem(key) ?? "null"));
  let typed = false;
  form.addEventListener("input", (event) => {
    if (event.target === form) return;
    typed = true;
    store((s) => s.setItem(key, JSON.stringify({ at: Date.now(), values: read() })));
  });
  if (!found || !kept || form.querySelector(".bad")) return;
  found.hidden = false;
  found.querySelector("[data-draft-when]").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
  found.querySelector("[data-draft-use]").addEventListener("click", () => {
    found.hidden = true;
    resume(kept.values);
  });
  found.querySelector("[data-draft-drop]").addEventListener("click", () => {
    if (!typed) store((s) => s.removeItem(key));
    found.hidden = true;
  });
}

document.querySelector(".note.bad[role=alert]")?.focus();
if (form) {
  document.querySelectorAll("[data-stepper]").forEach(stepper);
  document.querySelectorAll("[data-adds-up]").forEach(sums);
  drafts();
  form.addEventListener("submit", () => {
    const written = form.elements.written_at;
    if (written && !written.value) written.value = new Date().toISOString();
  });
}
for (const done of document.querySelectorAll("[data-draft-done]")) {
  for (const key of done.dataset.draftDone.split(" ")) store((s) => s.removeItem(PREFIX + key));
}
