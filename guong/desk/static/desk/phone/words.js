// Sentences and figures in the page's language. The server translates; a page brings its sentences along.
const lang = document.documentElement.lang || "vi";

/** What the server put into the page for its scripts. */
export const given = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

const words = given("words") ?? {};

export function say(name, values = {}) {
  const count = Object.values(values)[0];
  const text = (count === 1 && words[`${name}.one`]) || words[name] || name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export const num = (value) => (value === null || value === undefined ? "" : new Intl.NumberFormat(lang).format(value));

/** A day `2022-08-15` as tables write it. */
export function day(iso) {
  if (!iso) return "";
  const [year, month, date] = iso.split("-");
  if (lang !== "en") return `${date}/${month}/${year}`;
  const name = new Date(Date.UTC(2000, month - 1, 1)).toLocaleString("en", { month: "long", timeZone: "UTC" });
  return `${Number(date)} ${name} ${year}`;
}

export const clock = (moment) => new Date(moment).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", hour12: false });

export function moment(value) {
  const when = new Date(value);
  const two = (figure) => String(figure).padStart(2, "0");
  return `${clock(when)}, ${day(`${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`)}`;
}

export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** An element with its text, attributes and children; texts never become markup. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A picture of the set that the page brought along. */
export function icon(name) {
  return document.getElementById(`icon-${name}`)?.content.firstElementChild.cloneNode(true) ?? "";
}

/** Lines of a submission: label and text, the text in its own rows. */
export function pairs(lines, kind = "goes") {
  const list = el("dl", { class: kind });
  for (const { label, text } of lines) {
    const value = el("dd");
    text.split("\n").forEach((row, place) => value.append(...(place ? [el("br"), row] : [row])));
    list.append(el("dt", {}, label), value);
  }
  return list;
}
