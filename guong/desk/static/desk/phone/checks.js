// What is missing or contradicts itself, beside the fields, before anything is queued; and hints, to the author alone.
// The server judges again with `rounds.checks`; what it allows is never blocked here.
import { unreadable } from "./content.js";
import { day, num, say } from "./words.js";

const WORDS_OF_AN_OUTCOME = 300;
const COUNTS = ["expected", "present", "absent_excused", "absent", "exempt", "guests", "superiors", "speeches", "people"];

function adder(found) {
  return (field, name, values) => (found[field] ??= []).push(say(`problem.${name}`, values));
}

function when(content, today, add) {
  if (!content.held_on) add("held_on", "no_day");
  else if (content.held_on > today) add("held_on", "future");
  if (content.started && content.ended && content.ended <= content.started) add("ended", "hours");
  if (!content.form) add("form", "no_form");
}

function seats({ present, guests, superiors, people }, add) {
  if (present === 0) add("present", "nobody");
  if (superiors > guests) add("superiors", "superiors", { superiors, guests });
  if (people > present + guests) add("people", "people", { people, seats: present + guests });
}

function heads(content, sheet, add) {
  const { expected, present, absent_excused, absent } = content;
  if (expected === null && !sheet.light) add("expected", "no_expected");
  if (present === null) add("present", "no_present");
  if (sheet.light && present !== null) seats(content, add);
  if (expected === null || present === null) return;
  if (present > expected) add("present", "too_many", { present, expected });
  else if (present + absent_excused + absent !== expected) add("expected", "sum", { present, absent_excused, absent, expected });
  if (sheet.listed !== null && expected !== sheet.listed && !content.expected_reason.trim()) {
    add("expected_reason", "not_listed", { expected, listed: sheet.listed });
  }
  seats(content, add);
  for (const [group, codes] of Object.entries(sheet.groups)) {
    const stated = codes.filter((code) => code in content.participants);
    const sum = stated.reduce((total, code) => total + content.participants[code], 0);
    const whole = content[group];
    if (stated.length && sum !== whole) add(`by_${codes[0]}`, `by_${group}`, { sum, whole });
  }
}

function written(content, today, add) {
  if (!content.text.trim() && !content.document_number.trim()) add("text", "empty");
  if (content.document_on && content.document_on > today) add("document_on", "document_future");
}

function inside(content, rows, add) {
  const earliest = content.held_on ?? content.document_on ?? null;
  rows.forEach((row, place) => {
    const [found, promised] = [row.words_found?.trim(), row.words?.trim()];
    const at = (name) => `promises-${place}-${name}`;
    if (found && !row.topic) add(at("topic"), "no_topic");
    if (!promised && (row.deadline || row.holder?.trim() || row.measure?.trim())) add(at("words"), "no_words");
    if (promised && !row.deadline) add(at("deadline"), "no_deadline");
    else if (promised && earliest && row.deadline < earliest) add(at("deadline"), "early");
  });
}

/** Sentences by the name of the field; empty when it can be sent. */
export function problems(content, values, rows, sheet, today) {
  const found = {};
  const add = adder(found);
  if (!content.duties.length) add("duties", "no_duty");
  if (content.schema === "nil") {
    if (!content.reason.trim()) add("reason", "no_reason");
    return found;
  }
  if (content.schema === "sitting") {
    when(content, today, add);
    heads(content, sheet, add);
    const words = content.outcome.split(/\s+/).filter(Boolean).length;
    if (words > WORDS_OF_AN_OUTCOME) add("outcome", "long", { words, most: WORDS_OF_AN_OUTCOME });
  } else written(content, today, add);
  inside(content, rows, add);
  for (const name of [...COUNTS, ...Object.values(sheet.groups).flat().map((code) => `by_${code}`)]) {
    if (unreadable(values[name]?.[0])) found[name] = [say("problem.no_number")];
  }
  return found;
}

const minutesOf = (hour) => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3, 5));

/** How long it sat, in minutes; null when one hour is missing. */
export function lasted(content) {
  return content.started && content.ended && content.ended > content.started
    ? minutesOf(content.ended) - minutesOf(content.started) : null;
}

/** Hints while typing. They ask to look once more and stand in the way of nothing. */
export function hints(content, sheet) {
  if (content.schema !== "sitting") return {};
  const found = {};
  const minutes = lasted(content);
  const rule = sheet.rules.find((one) => one.form === content.form && one.starts <= (content.held_on ?? "") && (!one.until || content.held_on < one.until));
  if (minutes !== null && rule && minutes < rule.minutes) {
    found.ended = say("hint.short", { minutes: num(minutes), least: num(rule.minutes), basis: rule.basis });
  } else if (minutes !== null && content.covered.length && minutes < content.covered.length * sheet.per_point) {
    found.ended = say("hint.agenda", { minutes: num(minutes), points: num(content.covered.length) });
  }
  const open = Object.keys(sheet.agenda).length - content.covered.length;
  if (content.covered.length && open > 0) found.covered = say("hint.open", { n: num(open) });
  const last = sheet.last;
  if (last && content.present !== null && content.present !== last.present) {
    found.present = say("hint.last", { present: num(last.present), expected: num(last.expected), day: day(last.held_on) });
  }
  return found;
}
