// The sheet on the phone: kept while it is typed, looked at before it goes, queued, and sent when there is a network.
import { begin, full, page, supported } from "./bar.js";
import { hints, problems } from "./checks.js";
import { build, contentOf, rowsOf } from "./content.js";
import { Draft } from "./draft.js";
import { uuid7 } from "./keys.js";
import { goesUp, staysInside } from "./lines.js";
import { asDraftFile, save } from "./parcel.js";
import { taken } from "./photos.js";
import { draftKey, enqueue, photosOf, put, remove } from "./store.js";
import { changed, wake } from "./wake.js";
import { el, given, moment, num, pairs, say } from "./words.js";

const form = document.getElementById("sheet");
const sheet = given("sheet-data");
const SKIPPED = new Set(["csrfmiddlewaretoken", "uid", "written_at", "photos", "step", "pages"]);
const NAMED = ["id", "sha256", "size", "media_type", "use", "consent"];
let photos = [];
let draft = null;

/** Every photo of this version: those that stand with the one before, and those of this device. */
const declared = () => [...sheet.earlier.map((one) => ({ ...one, earlier: true })), ...photos];

function read() {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !SKIPPED.has(name)) (values[name] ??= []).push(value);
  }
  return values;
}

// --- rows of shortcomings, drawn from the template that the server wrote

const total = () => form.elements["promises-TOTAL_FORMS"];

function addRow() {
  const place = total().value;
  const holder = el("div");
  holder.append(document.querySelector("[data-row]").content.cloneNode(true));
  for (const one of holder.querySelectorAll("*")) {
    for (const { name, value } of [...one.attributes]) if (value.includes("__prefix__")) one.setAttribute(name, value.replaceAll("__prefix__", place));
  }
  document.querySelector("[data-more]").before(...holder.children);
  total().value = Number(place) + 1;
}

function write(values) {
  const rows = rowsOf(values).length;
  while (total() && Number(total().value) < rows) addRow();
  for (const one of form.elements) {
    if (!one.name || SKIPPED.has(one.name) || one.type === "file" || one.tagName === "BUTTON" || one.name === "promises-TOTAL_FORMS") continue;
    const kept = values[one.name];
    if (one.type === "checkbox" || one.type === "radio") one.checked = Boolean(kept?.includes(one.value));
    else if (kept) one.value = kept[0];
  }
  form.dispatchEvent(new Event("input"));
  for (const folded of form.querySelectorAll("details")) {
    if ([...folded.querySelectorAll("input, textarea")].some((one) => one.value)) folded.open = true;
  }
}

// --- hints and problems

const field = (name) => form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];

function place(name) {
  const one = field(name);
  return one && (one.type === "radio" || one.type === "checkbox" ? one.closest("fieldset") : one.closest(".field, .step"));
}

function showHints() {
  for (const old of form.querySelectorAll(".hint[data-hint]")) old.remove();
  for (const [name, text] of Object.entries(hints(contentOf(read(), sheet), sheet))) {
    place(name)?.append(el("p", { class: "hint", "data-hint": name }, text));
  }
}

function showProblems(found) {
  for (const old of form.querySelectorAll(".error[data-problem]")) old.remove();
  for (const bad of form.querySelectorAll("[data-bad]")) bad.classList.remove("bad");
  for (const marked of form.querySelectorAll("[aria-describedby^=problem-]")) {
    marked.removeAttribute("aria-describedby");
    marked.removeAttribute("aria-invalid");
  }
  for (const [name, sentences] of Object.entries(found)) {
    const room = place(name) ?? form;
    const id = `problem-${name}`;
    room.classList.add("bad");
    room.dataset.bad = "";
    room.append(el("p", { class: "error", id, "data-problem": name }, sentences.join(" ")));
    field(name)?.setAttribute("aria-describedby", id);
    field(name)?.setAttribute("aria-invalid", "true");
    room.closest("details")?.setAttribute("open", "");
  }
}

const shownProblems = () => [...form.querySelectorAll(".error[data-problem]")].map((one) => one.dataset.problem);

/** Sentences that no longer hold go while they are mended; new ones wait until somebody asks to go on. */
function mended() {
  const shown = shownProblems();
  if (!shown.length) return;
  const found = foundNow();
  showProblems(Object.fromEntries(shown.filter((name) => found[name]).map((name) => [name, found[name]])));
}

// --- photos

function size(list) {
  return num(Math.round(list.reduce((sum, photo) => sum + photo.size, 0) / 100_000) / 10);
}

async function change(photo, values) {
  Object.assign(photo, values);
  await put("photos", photo).catch((problem) => full(problem));
}

function card(photo) {
  const url = URL.createObjectURL(photo.blob);
  const picture = photo.media_type === "application/pdf" ? el("span", { class: "pdf" }, "PDF") : el("img", { src: url, alt: say("photo.alt", { name: photo.name }) });
  const [use, consent] = [`use-${photo.id}`, `consent-${photo.id}`];
  const basis = el("div", { class: "field", hidden: photo.use !== "public" },
    el("label", { for: consent }, say("photo.consent")),
    el("input", { type: "text", id: consent, maxlength: 300, value: photo.consent, oninput: (event) => change(photo, { consent: event.target.value }) }));
  const choice = el("select", { id: use, onchange: (event) => {
    change(photo, { use: event.target.value });
    basis.hidden = event.target.value !== "public";
  } }, ...["minutes", "public"].map((kind) => el("option", { value: kind, selected: photo.use === kind }, say(`photo.${kind}`))));
  if (photo.media_type === "application/pdf") choice.disabled = true;
  const drop = el("button", { class: "btn small ghost", type: "button", onclick: async () => {
    await remove("photos", photo.id);
    photos = photos.filter((one) => one !== photo);
    drawPhotos();
  } }, say("photo.drop"));
  return el("li", { class: "shot" }, picture, el("div", {}, el("div", { class: "field" }, el("label", { for: use }, say("photo.use")), choice), basis, drop));
}

function drawPhotos() {
  const room = document.querySelector("[data-photos]");
  if (!room) return;
  room.replaceChildren(photos.length ? el("p", { class: "hint", role: "status" }, say("photo.count", { n: photos.length, size: size(photos) })) : "",
    el("ul", { class: "list shots" }, ...photos.map(card)));
}

async function choose(event) {
  for (const file of event.target.files) {
    const photo = await taken(file, draft.key);
    if (!photo) {
      document.querySelector("[data-photos]").append(el("p", { class: "error", role: "alert" }, say("photo.unreadable", { name: file.name })));
      continue;
    }
    photos.push(photo);
    await put("photos", photo).catch((problem) => full(problem, exportDraft));
    drawPhotos();
  }
  event.target.value = "";
}

// --- looking before it goes, and going

function contentNow() {
  const content = contentOf(read(), sheet);
  if (content.schema !== "nil") content.minutes = [...new Set(declared().filter((photo) => photo.use === "minutes").map((photo) => photo.sha256))];
  return content;
}

function foundNow() {
  const values = read();
  return problems(contentNow(), values, rowsOf(values), sheet, sheet.today > localDay() ? sheet.today : localDay());
}

function judged() {
  const [content, found] = [contentNow(), foundNow()];
  const unclear = photos.find((photo) => photo.use === "public" && !photo.consent.trim());
  showProblems(found);
  field(Object.keys(found)[0])?.focus();
  if (unclear && !Object.keys(found).length) {
    document.getElementById(`consent-${unclear.id}`).focus();
    document.querySelector("[data-photos]").append(el("p", { class: "error", role: "alert" }, say("photo.no_consent")));
  }
  return unclear || Object.keys(found).length ? null : content;
}

function localDay() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function preview(content) {
  const parts = build(content);
  const goes = goesUp(parts.up, sheet);
  const open = declared().filter((photo) => photo.use === "public");
  if (open.length) goes.push({ label: say("photo.going"), text: open.map((photo) => photo.consent.trim()).join("\n") });
  const stays = staysInside(parts.stays, sheet);
  const room = document.querySelector("[data-preview]");
  room.replaceChildren(
    el("h1", { tabindex: "-1" }, say("preview.title", { superior: sheet.superior })), pairs(goes, "goes mt5"),
    el("section", { class: "inner mt6" }, el("h2", {}, say("preview.stays")), stays.length ? pairs(stays, "goes mt3 quiet-part") : el("p", { class: "mt2" }, say("preview.nothing"))));
  show(true);
  document.querySelector("[data-go]").onclick = () => queue(content, parts, goes);
  room.querySelector("h1").focus();
  scrollTo(0, 0);
}

function show(looking) {
  for (const one of document.querySelectorAll("[data-writing]")) one.hidden = looking;
  for (const one of document.querySelectorAll("[data-looking]")) one.hidden = !looking;
}

/** As the server is told of a photo; `earlier` ones are there already. */
function asNamed(photo) {
  const named = Object.fromEntries(NAMED.map((name) => [name, photo[name]]));
  return { ...named, consent: photo.use === "public" ? photo.consent.trim() : "", earlier: photo.earlier ?? false };
}

async function queue(content, parts, lines) {
  const button = document.querySelector("[data-go]");
  button.disabled = true;
  await draft.flush();
  const entry = {
    uid: uuid7(), person: page.person, mine: true, duty: sheet.duty, kinds: sheet.kinds, title: sheet.title, unit: sheet.unit_name, url: location.pathname,
    base: form.elements.base.value || null, written_at: new Date().toISOString(), ...parts, lines, made_at: Date.now(), state: "waiting",
    photos: declared().map(asNamed),
    draft: draft.row(),
  };
  try {
    await enqueue(entry, draft.key);
  } catch (problem) {
    button.disabled = false;
    return full(problem, exportDraft);
  }
  draft.held = false;
  changed();
  wake();
  location.assign(`${page.kept}#${entry.uid}`);
}

const exportDraft = () => save(asDraftFile({ ...draft.row(), unit: sheet.unit_name, title: sheet.title }), `${sheet.title}.json`);

// --- the draft

function told(what, more) {
  const room = document.querySelector("[data-kept]");
  if (what === "saved") {
    document.querySelector("[data-trouble]").replaceChildren();
    room.textContent = say("draft.saved", { time: moment(more.saved_at) });
  } else if (what === "full") full(more, exportDraft);
  else elsewhere();
}

function elsewhere() {
  form.inert = true;
  document.querySelector("[data-trouble]").replaceChildren(el("div", { class: "note warn", role: "status" }, el("p", {}, say("tab.other")),
    el("p", { class: "row tight" }, el("button", { class: "btn small", type: "button", onclick: takeOver }, say("tab.here")))));
}

async function takeOver() {
  if (await draft.hold({ over: true })) await resume();
}

async function resume() {
  form.inert = false;
  document.querySelector("[data-trouble]").replaceChildren();
  const row = await draft.load();
  if (row) {
    write(row.values);
    document.querySelector("[data-kept]").textContent = say("draft.found", { time: moment(row.saved_at) });
  }
  photos = await photosOf(draft.key);
  drawPhotos();
  showHints();
}

async function start() {
  if (!form || !sheet || sheet.plain || page?.outside || form.elements.held?.value || !supported) return;
  form.dataset.phone = "on";
  const about = { person: page.person, duty: sheet.duty, url: location.pathname, title: sheet.title, unit: sheet.unit_name };
  draft = new Draft(draftKey(page.person, sheet.duty, sheet.schema === "nil"), about, read, told);
  form.addEventListener("input", (event) => {
    if (event.target === form || event.target.closest("[data-photos]")) return;
    draft.typed();
    showHints();
    mended();
  });
  form.querySelector("[name=pages]")?.addEventListener("change", choose);
  form.querySelector("[data-more] button")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow();
  });
  document.querySelector("[data-back]").onclick = () => show(false);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const content = judged();
    if (content) preview(content);
  });
  if (await draft.hold()) await resume();
  else elsewhere();
  begin();
}

start().catch((problem) => full(problem, exportDraft));
