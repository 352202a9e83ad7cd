// What a unit writes, as values, and the two canonical parts of a submission: the same bytes as the server would make.
// Kept in step with `rounds.content`; a browser test holds both against each other.
const TEXTS_UP = ["form", "place", "expected_reason", "outcome_number", "outcome", "tasks", "requests", "good_practice"];
const NUMBERS_UP = ["expected", "present", "absent_excused", "absent", "exempt", "guests", "superiors", "speeches", "people"];
// What Python takes for white space; String.trim() knows a slightly different set.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const UNKEEPABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function tidy(text) {
  return (text ?? "").replace(UNKEEPABLE, "").normalize("NFC").replace(EDGES, "");
}

/** RFC 8785 for what reports hold: objects, lists, texts, whole numbers, null. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

/** The counts that go up of what stays: findings by kind, shortcomings by topic, promises. */
export function counted(content) {
  const counts = {};
  const add = (measure) => (counts[measure] = (counts[measure] ?? 0) + 1);
  for (const finding of content.findings ?? []) {
    add(`findings.${finding.kind}`);
    if (finding.kind === "shortcoming" && tidy(finding.topic)) add(`findings.${tidy(finding.topic)}`);
  }
  if (content.promises?.length) counts["corrections.promised"] = content.promises.length;
  return counts;
}

function sittingUp(content) {
  const up = {
    schema: "sitting/1",
    held_on: content.held_on ?? null,
    started: content.started ?? null,
    ended: content.ended ?? null,
    mode: content.mode || "in_person",
    outcome_on: content.outcome_on ?? null,
    covered: [...new Set(content.covered)].sort((one, other) => one - other),
  };
  for (const name of TEXTS_UP) up[name] = tidy(content[name]);
  for (const name of NUMBERS_UP) up[name] = content[name] ?? null;
  if (Object.keys(content.participants ?? {}).length) up.participants = content.participants;
  return up;
}

function writtenUp(content) {
  return {
    schema: "written/1",
    document_number: tidy(content.document_number),
    document_on: content.document_on ?? null,
    text: tidy(content.text),
    requests: tidy(content.requests),
  };
}

function staying(content) {
  const part = { minutes: [...(content.minutes ?? [])].sort() };
  if (content.schema === "sitting") {
    part.chair = tidy(content.chair);
    part.minutes_taker = tidy(content.minutes_taker);
  }
  part.findings = (content.findings ?? []).map((one) => ({
    kind: one.kind, topic: tidy(one.topic), words: tidy(one.words), cause: tidy(one.cause),
  }));
  part.promises = (content.promises ?? []).map((one) => ({
    words: tidy(one.words), deadline: one.deadline ?? null, owner_office: tidy(one.owner_office), holder: tidy(one.holder),
    measure: tidy(one.measure), finding: one.finding ?? null, shared: tidy(one.shared),
  }));
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value.length));
}

/** The two parts as texts: what goes up, and what stays (null when nothing does). `schema`: sitting, written or nil. */
export function build(content) {
  const duties = [...content.duties].sort();
  if (content.schema === "nil") return { up: canonical({ duties, schema: "nil/1", reason: tidy(content.reason) }), stays: null };
  const own = content.schema === "sitting" ? sittingUp(content) : writtenUp(content);
  const shared = (content.promises ?? []).map((one) => tidy(one.shared)).filter(Boolean);
  const stays = staying(content);
  return {
    up: canonical({ ...own, duties, counts: counted(content), shared }),
    stays: Object.keys(stays).length ? canonical(stays) : null,
  };
}

// --- from the fields of the form

const whole = (text) => (/^\d{1,5}$/.test((text ?? "").trim()) ? Number(text) : null);
const COUNTS = ["absent_excused", "absent", "exempt", "guests", "superiors"];

/** A field that holds something which is no number; the page says so before anything is built. */
export const unreadable = (text) => (text ?? "").trim() !== "" && whole(text) === null;

/** One row of the form: a shortcoming, what will be done about it, or both. */
function stated(rows) {
  const findings = [];
  const promises = [];
  for (const row of rows) {
    let finding = null;
    if (tidy(row.words_found)) {
      finding = findings.length;
      findings.push({ kind: row.kind || "shortcoming", words: row.words_found, topic: row.topic ?? "", cause: "" });
    }
    if (tidy(row.words)) promises.push({ ...row, deadline: row.deadline || null, finding });
  }
  return { findings, promises };
}

/** Rows `promises-0-words` … of the values of a form, in order; empty ones too. */
export function rowsOf(values) {
  const rows = [];
  for (const [name, [value]] of Object.entries(values)) {
    const found = /^promises-(\d+)-(\w+)$/.exec(name);
    if (found) (rows[Number(found[1])] ??= {})[found[2]] = value;
  }
  return [...rows].map((row) => row ?? {});
}

/** The content that the values of a form state. `sheet` says which kind of form it is and what its codes are. */
export function contentOf(values, sheet) {
  const first = (name) => values[name]?.[0] ?? "";
  const duties = values.duties ?? [];
  if (sheet.schema === "nil") return { schema: "nil", duties, reason: first("reason") };
  const { findings, promises } = stated(rowsOf(values));
  const content = { schema: sheet.schema, duties, findings, promises, minutes: [], requests: first("requests") };
  if (sheet.schema === "written") {
    return { ...content, document_number: first("document_number"), document_on: first("document_on") || null, text: first("text") };
  }
  for (const name of [...TEXTS_UP, "chair", "minutes_taker", "mode"]) content[name] = first(name);
  if (sheet.light) content.form = "regular"; // as the sheet of a standing round says without scripts
  for (const name of ["held_on", "started", "ended", "outcome_on"]) content[name] = first(name) || null;
  for (const name of NUMBERS_UP) content[name] = whole(first(name)) ?? (COUNTS.includes(name) ? 0 : null);
  content.covered = (values.covered ?? []).map(Number);
  content.participants = {};
  for (const code of Object.values(sheet.groups).flat()) {
    const count = whole(first(`by_${code}`));
    if (count !== null) content.participants[code] = count;
  }
  return content;
}
