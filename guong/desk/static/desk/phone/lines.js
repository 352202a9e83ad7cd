// A submission as labelled lines: what goes up, read back from the very text that goes, and what stays in the unit.
// Kept in step with `desk.lines`; a browser test holds both against each other.
import { capital, day, num, say } from "./words.js";

const named = (sheet, table, code) => (code ? (sheet.names[table]?.[code] ?? code) : "");
const joined = (parts, between) => parts.filter(Boolean).join(between);

function numbered(number, on) {
  return number && on ? say("numbered", { number, day: day(on) }) : number || day(on);
}

function guests(up) {
  if (!up.guests) return "";
  return up.superiors ? say("guests", { guests: num(up.guests), superiors: num(up.superiors) }) : num(up.guests);
}

function byCategory(up, sheet) {
  const codes = Object.values(sheet.groups).flat().filter((code) => code in (up.participants ?? {}));
  return codes.map((code) => `${named(sheet, "participant_categories", code)}: ${num(up.participants[code])}`).join("; ");
}

function sitting(up, sheet) {
  const hours = joined([up.started, up.ended], "–");
  const heads = ["present", "expected", "absent_excused", "absent", "exempt"];
  return {
    held_on: joined([day(up.held_on), hours], ", "),
    form: capital(joined([named(sheet, "sitting_forms", up.form), named(sheet, "sitting_modes", up.mode)], ", ")),
    place: up.place,
    attendance: say(up.expected === null ? "attendance.light" : "attendance", Object.fromEntries(heads.map((name) => [name, num(up[name])]))),
    expected_reason: up.expected_reason,
    guests: guests(up),
    participants: byCategory(up, sheet),
    covered: up.covered.map((order) => sheet.agenda[order]).filter(Boolean).join("\n"),
    speeches: num(up.speeches),
    outcome: joined([numbered(up.outcome_number, up.outcome_on), up.outcome], "\n"),
    people: num(up.people),
    tasks: up.tasks,
    good_practice: up.good_practice,
    requests: up.requests,
  };
}

const written = (up) => ({
  text: up.text, document_number: numbered(up.document_number, up.document_on), requests: up.requests,
});

const COUNTS = ["findings.shortcoming", "findings.strength", "corrections.promised"];

/** Counts in words: how many of each, by topic; never a word of what was found. */
function counts(stated, sheet) {
  const topics = Object.keys(stated).filter((key) => key.startsWith("findings.") && !COUNTS.includes(key)).sort();
  const byTopic = topics.map((key) => `${named(sheet, "topics", key.slice(9))}: ${num(stated[key])}`).join("; ");
  return COUNTS.filter((key) => stated[key]).map((key) => {
    const line = `${capital(say(key))}: ${num(stated[key])}`;
    return byTopic && key === "findings.shortcoming" ? `${line} (${byTopic})` : line;
  });
}

/** The lines of the part that goes up, from its text. Empty fields are left out. */
export function goesUp(text, sheet) {
  const up = JSON.parse(text);
  let values = { duties: up.duties.map((uid) => capital(sheet.kinds[uid] ?? "")).filter(Boolean).join(", ") };
  if (up.schema === "nil/1") values.reason = up.reason;
  else {
    values = { ...values, ...(up.schema === "sitting/1" ? sitting(up, sheet) : written(up)) };
    values.counts = counts(up.counts, sheet).join("\n");
    values.shared = up.shared.join("\n");
  }
  return Object.entries(values).filter(([, value]) => value).map(([name, value]) => ({ name, label: sheet.labels[name], text: value }));
}

function finding(one, sheet) {
  return one.topic ? `${one.words} (${named(sheet, "topics", one.topic)})` : one.words;
}

function promise(one, sheet) {
  const until = one.deadline ? say("until", { day: day(one.deadline) }) : "";
  return joined([one.words, named(sheet, "offices", one.owner_office), one.holder, until, one.measure], ", ");
}

/** The lines of what stays, from its text. */
export function staysInside(text, sheet) {
  if (text === null) return [];
  const part = JSON.parse(text);
  const of = (kind) => (part.findings ?? []).filter((one) => one.kind === kind).map((one) => finding(one, sheet));
  const values = {
    chair: part.chair,
    minutes_taker: part.minutes_taker,
    minutes: part.minutes ? say("pages", { n: num(part.minutes.length) }) : "",
    strengths: of("strength").join("\n"),
    findings: of("shortcoming").join("\n"),
    promises: (part.promises ?? []).map((one) => promise(one, sheet)).join("\n"),
  };
  return Object.entries(values).filter(([, value]) => value).map(([name, value]) => ({ name, label: say(`stays.${name}`), text: value }));
}
