/**
 * Reading the files of a package strictly: the twin of verify_reading.py. Canonical bytes, each
 * file in its form; what does not fit is refused with its place, in the words of the twin.
 */

import { byCodePoint, canonicalText, readCanonical } from "./canonical.js";
import { sha256Hex } from "./sha256.js";

const TEXT = "text";
const WHOLE = "whole";
const ANYTHING = "anything";
const list = (of) => ({ list: of });
const row = (...forms) => ({ row: forms });
const either = (...choices) => ({ either: choices });
const open = (of) => ({ open: of });
const record = (fields) => ({ record: fields });
const only = (value) => either({ value });
const YES_NO = either({ value: 0 }, { value: 1 });
const HEAD = { format: only(1), round: TEXT };
const OUTCOMES = ["picked", "given_up", "declined", "none_left", "absent"];
const HASHES = { roll_sha256: TEXT, seed_sha256: TEXT };

const FORMS = {
  "manifest.json": record({ ...HEAD, files: open(TEXT) }),
  "roll.json": record({
    ...HEAD,
    place: TEXT,
    day: TEXT,
    frozen_at: TEXT,
    households: list(record({
      id: TEXT,
      tier: WHOLE,
      score: WHOLE,
      points: list(row(TEXT, WHOLE, TEXT)),
      accepted_on: TEXT,
      size: WHOLE,
      needs_accessible: YES_NO,
      pools: list(TEXT),
      wishes: list(list(TEXT)),
    })),
    off_roll: open(WHOLE),
  }),
  "units.json": record({
    ...HEAD,
    classes: list(record({
      id: TEXT,
      project: TEXT,
      layout: TEXT,
      band: TEXT,
      accessible: YES_NO,
      pool: either({ value: null }, TEXT),
      area_min: WHOLE,
      area_max: WHOLE,
      capacity: WHOLE,
    })),
    units: list(record({ id: TEXT, class: TEXT, address: TEXT, area: WHOLE, rent_fen: WHOLE })),
  }),
  "rules.json": record({
    format: only(1),
    place: TEXT,
    day: TEXT,
    mechanism: TEXT,
    strike_classes: YES_NO,
    ordinary_for_accessible_need: either({ value: "never" }, { value: "if_wished" }),
    suitability: list(record({
      size_min: WHOLE,
      size_max: either({ value: null }, WHOLE),
      layouts: list(TEXT),
      area_min: WHOLE,
      area_max: WHOLE,
    })),
    values: list(record({
      parameter: TEXT,
      value: ANYTHING,
      unit: TEXT,
      place: TEXT,
      from: TEXT,
      to: either({ value: null }, TEXT),
      basis: TEXT,
      rules: list(TEXT),
      source: TEXT,
      provisional: YES_NO,
    })),
  }),
  "seed.json": record({
    ...HEAD,
    roll_sha256: TEXT,
    source: TEXT,
    text: TEXT,
    bits: WHOLE,
    frozen_at: TEXT,
    drawn_at: TEXT,
    entered_at: TEXT,
    witnesses: ANYTHING,
  }),
  "order.json": record({
    ...HEAD,
    ...HASHES,
    households: list(record({ id: TEXT, priority: row(WHOLE, WHOLE, TEXT, TEXT) })),
  }),
  "picks.json": record({
    ...HEAD,
    order_sha256: TEXT,
    picks: list(record({
      turn: WHOLE,
      stage: TEXT,
      household: TEXT,
      at: TEXT,
      outcome: either(...OUTCOMES.map((value) => ({ value }))),
      class: either({ value: null }, TEXT),
      unit: either({ value: null }, TEXT),
    })),
  }),
  "stages.json": record({
    ...HEAD,
    stages: list(record({
      number: WHOLE,
      key: TEXT,
      title: record({ zh: TEXT, en: TEXT }),
      basis: list(TEXT),
      problem: TEXT,
      plan: TEXT,
      problem_sha256: TEXT,
      plan_sha256: TEXT,
    })),
  }),
  "allocation.json": record({
    ...HEAD,
    ...HASHES,
    stages_sha256: TEXT,
    assignments: list(record({ household: TEXT, stage: WHOLE, class: TEXT, unit: TEXT })),
    subsidy_due: list(TEXT),
  }),
};

/** A file that cannot be read as what it should be; the message names the place. */
export class Fault extends Error {}

/** The files of a package (a Map of Uint8Array by name), each parsed once; `key` in hex or null. */
export class Package {
  constructor(files, key = null) {
    this.files = files;
    this.key = key;
    this.parts = new Map();
    this.hashes = new Map();
  }

  raw(name) {
    if (!this.files.has(name)) throw new Fault(`${name}: 缺少此文件 / the file is missing`);
    return this.files.get(name);
  }

  sha256(name) {
    if (!this.hashes.has(name)) this.hashes.set(name, sha256Hex(this.raw(name)));
    return this.hashes.get(name);
  }

  part(name) {
    if (!this.parts.has(name)) {
      const value = parsed(name, this.raw(name));
      if (Object.hasOwn(FORMS, name)) fit(value, FORMS[name], name);
      this.parts.set(name, value);
    }
    return this.parts.get(name);
  }
}

function parsed(name, bytes) {
  try {
    return readCanonical(bytes, name);
  } catch {
    throw new Fault(`${name}: 不是规范字节 / these are not canonical bytes`);
  }
}

/** A value for a sentence. */
export function shown(value) {
  const letters = [...canonicalText(value)];
  return letters.length <= 80 ? letters.join("") : `${letters.slice(0, 77).join("")}...`;
}

export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sortedKeys = (value) => Object.keys(value).sort(byCodePoint);

function fit(value, form, place) {
  const parts = partsOf(value, form);
  if (parts === null) {
    throw new Fault(`${place}: ${shown(value)} 不合格式 / is not what format 1 has here`);
  }
  for (const [step, part, inner] of parts) fit(part, inner, `${place}[${step}]`);
}

/** The parts of a value with their forms; null when the value itself does not fit. */
function partsOf(value, form) {
  if (form.row) {
    const fits = Array.isArray(value) && value.length === form.row.length;
    return fits ? value.map((part, i) => [i, part, form.row[i]]) : null;
  }
  if (form.list) return Array.isArray(value) ? value.map((part, i) => [i, part, form.list]) : null;
  if (form.open || form.record) {
    const fits = isObject(value) && (form.open || sameKeys(value, form.record));
    if (!fits) return null;
    return sortedKeys(value).map((key) => [key, value[key], form.open ?? form.record[key]]);
  }
  return (form.either ?? [form]).some((choice) => isOne(value, choice)) ? [] : null;
}

function isOne(value, choice) {
  if (choice === ANYTHING) return true;
  if (choice === TEXT) return typeof value === "string";
  if (choice === WHOLE) return Number.isSafeInteger(value);
  return value === choice.value;
}

function sameKeys(one, other) {
  const [a, b] = [sortedKeys(one), sortedKeys(other)];
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** Whether two JSON values are the same. */
export const isSame = (one, other) => canonicalText(one) === canonicalText(other);

/** Where two values first differ. */
export function difference(right, found, place) {
  const bothLists = Array.isArray(right) && Array.isArray(found) && right.length === found.length;
  const bothObjects = isObject(right) && isObject(found) && sameKeys(right, found);
  if (!bothLists && !bothObjects) return differs(place, shown(right), shown(found));
  const steps = bothLists ? right.map((_, i) => i) : sortedKeys(right);
  const step = steps.find((each) => !isSame(right[each], found[each]));
  return difference(right[step], found[step], `${place}[${step}]`);
}

/** A sentence with what should be there and what is. */
export function differs(place, right, found) {
  return `${place}: 应为 ${right}，实为 ${found} / should be ${right}, is ${found}`;
}

/** The same instant always in the same letters, so that texts compare as times do. */
export function instant(text, place) {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{6})?\+00:00$/.exec(text);
  const moment = match ? new Date(`${match[1]}Z`) : new Date(NaN);
  const isReal = !Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(match[1]);
  if (!isReal) throw new Fault(`${place}: ${text} 不是 UTC 时间 / is no UTC time`);
  return match[1] + (match[2] ?? ".000000");
}

/** The hex digits of `size` bytes that a file holds. */
export function hexOf(package_, name, size) {
  const text = new TextDecoder().decode(package_.raw(name)).trim();
  if (text.length !== 2 * size || !/^[0-9a-f]*$/.test(text)) {
    throw new Fault(`${name}: 不是 ${size} 字节的十六进制 / is not ${size} bytes in hex`);
  }
  return text;
}

/** Bytes of hex digits. */
export const fromHex = (text) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
