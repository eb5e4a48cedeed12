/** The form of problem and plan files (format 1); what does not fit is refused with its place. */

import { isWellFormed } from "./canonical.js";

// How a value may look: TEXT is a non-empty text, WHOLE a whole number, {of: form} a list,
// {any: forms} any of its forms, {each: form} an object with any keys, {fields} a record.
const TEXT = { kind: "text" };
const WHOLE = { kind: "whole" };
const NULL = { kind: "null" };
const one = (...members) => ({ kind: "member", members });
const list = (of) => ({ kind: "list", of });
const any = (...forms) => ({ kind: "any", forms });
const each = (form) => ({ kind: "each", form });
const record = (fields, optional = []) => ({ kind: "record", fields, optional });

const NAMES = list(TEXT);
const MECHANISMS = one("priority", "in_turn", "deferred_acceptance", "constrained");
const PROBLEM = record(
  {
    format: one(1),
    mechanism: MECHANISMS,
    households: list(
      record({ id: TEXT, priority: any(WHOLE, list(any(WHOLE, TEXT))), acceptable: list(NAMES) }),
    ),
    classes: list(record({ id: TEXT, capacity: WHOLE })),
    groups: each(NAMES),
    first: each(NAMES),
    limits: list(
      record({ kind: one("max", "min"), group: any(TEXT, NULL), classes: NAMES, units: WHOLE }),
    ),
    together: list(NAMES),
    estates: each(NAMES),
  },
  ["mechanism", "groups", "first", "limits", "together", "estates"],
);
const POSITION = any(WHOLE, NULL);
const PLAN = {
  format: one(1),
  mechanism: MECHANISMS,
  problem_sha256: TEXT,
  assignment: each(TEXT),
  status: one("optimal"),
};
const ALSO = {
  priority: {
    closing: each(POSITION),
    order: NAMES,
    cuts: list(POSITION),
    tie_order: NAMES,
    tie_cuts: list(POSITION),
  },
  constrained: {
    status: one("optimal", "feasible"),
    stages: list(record({ goal: TEXT, value: WHOLE, bound: WHOLE })),
  },
};
const ONLY = { first: "deferred_acceptance", limits: "constrained", together: "constrained" };

/** A file is no problem or no plan of its own; the message names the place. */
export class Fault extends Error {}

function need(holds, place, words) {
  if (!holds) throw new Fault(`${place}: ${words}`);
}

const isText = (value) => typeof value === "string" && value !== "" && isWellFormed(value);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const PLAIN = {
  text: isText,
  whole: Number.isSafeInteger,
  null: (value) => value === null,
  member: (value, form) => form.members.includes(value),
};
const KIND = {
  text: (value) => typeof value === "string",
  whole: (value) => typeof value === "number",
  null: (value) => value === null,
  list: Array.isArray,
};
const WORDS = {
  text: "a non-empty text",
  whole: "a whole number",
  list: "a list",
  each: "an object",
  record: "an object",
};

/** Refuses a value that has not the form, naming the place inside it. */
function fit(value, wanted, place) {
  let form = wanted;
  if (form.kind === "any") form = form.forms.find((f) => KIND[f.kind](value)) ?? form.forms[0];
  if (form.kind === "list" && Array.isArray(value)) {
    value.forEach((part, i) => fit(part, form.of, `${place}[${i}]`));
  } else if (["each", "record"].includes(form.kind) && isObject(value)) {
    fitFields(value, form, place);
  } else if (!PLAIN[form.kind]?.(value, form)) {
    const words = WORDS[form.kind] ?? `one of ${form.members.join(", ")}`;
    throw new Fault(`${place}: ${shown(value)} must be ${words}`);
  }
}

function fitFields(value, form, place) {
  for (const name of Object.keys(form.fields ?? {})) {
    const isThere = Object.hasOwn(value, name) || form.optional.includes(name);
    need(isThere, place, `the field '${name}' is missing`);
  }
  for (const [name, part] of Object.entries(value)) {
    const isKnown = form.kind === "each" || Object.hasOwn(form.fields, name);
    need(isText(name) && isKnown, place, `the field '${name}' does not belong here`);
    fit(part, form.form ?? form.fields[name], `${place}.${name}`);
  }
}

function shown(value) {
  try {
    return String(JSON.stringify(value)).slice(0, 60);
  } catch {
    return "what is there";
  }
}

/** Every name once and, where `known` is given, known. */
function once(names, place, known = null) {
  const seen = new Set(names);
  if (seen.size < names.length) {
    const sorted = [...names].sort();
    need(false, place, `'${sorted.find((name, i) => name === sorted[i + 1])}' is there twice`);
  }
  const unknown = names.find((name) => known !== null && !known.has(name));
  need(unknown === undefined, place, `'${unknown}' is not known`);
}

/** A Map of the own fields of an object; an absent object has none. */
export const fieldsOf = (object) => new Map(Object.entries(object ?? {}));

const isEmpty = (part) => part === undefined || Object.keys(part).length === 0;

/**
 * A well-formed problem and plan, or a Fault: lists in the public order, `own` null for no flat,
 * `given` the flats given of each class.
 */
export function readRound(problem, plan) {
  fit(problem, PROBLEM, "problem");
  const mechanism = problem.mechanism ?? "priority";
  for (const [name, only] of Object.entries(ONLY)) {
    const fits = mechanism === only || isEmpty(problem[name]);
    need(fits, `problem.${name}`, `'${mechanism}' does not keep it, only '${only}' does`);
  }
  once(problem.classes.map((row) => row.id), "classes");
  const capacity = new Map(problem.classes.map((row) => [row.id, row.capacity]));
  need([...capacity.values()].every((c) => c >= 0), "classes", "no capacity may be below 0");
  const households = inOrder(problem.households, capacity);
  extras(problem, new Set(households.map((row) => row.id)), capacity);
  fit(plan, record({ ...PLAN, ...ALSO[mechanism] }), "plan");
  const fits = plan.mechanism === mechanism;
  need(fits, "plan.mechanism", `'${plan.mechanism}', but the problem's is '${mechanism}'`);
  if (mechanism === "priority") tables(plan, capacity, households.length);
  return round(problem, plan, households, capacity);
}

function round(problem, plan, households, capacity) {
  const assignment = fieldsOf(plan.assignment);
  const given = new Map([...capacity.keys()].map((k) => [k, 0]));
  for (const k of assignment.values()) given.set(k, (given.get(k) ?? 0) + 1);
  const ids = households.map((row) => row.id);
  const own = ids.map((id) => assignment.get(id) ?? null);
  const lists = households.map((row) => row.acceptable);
  const who = (r) => `household '${ids[r]}' (position ${r})`;
  return { problem, plan, households, assignment, ids, lists, own, capacity, given, who };
}

/** The households in their public order. */
function inOrder(rows, capacity) {
  once(rows.map((row) => row.id), "households");
  const shapes = new Set();
  for (const [number, row] of rows.entries()) {
    const place = `households[${number}]`;
    need(row.acceptable.every((rank) => rank.length), `${place}.acceptable`, "a rank is empty");
    once(row.acceptable.flat(), `${place}.acceptable`, capacity);
    const parts = [row.priority].flat();
    // eslint-disable-next-line no-control-regex -- ASCII is exactly this range.
    const isAscii = parts.every((part) => typeof part === "number" || /^[\x00-\x7f]*$/.test(part));
    need(parts.length && isAscii, `${place}.priority`, "is empty or not ASCII");
    shapes.add(Array.isArray(row.priority) + parts.map((part) => typeof part).join());
    need(shapes.size === 1, `${place}.priority`, "has another shape than those before");
  }
  const ordered = [...rows].sort((a, b) => compare(a.priority, b.priority));
  for (let r = 1; r < rows.length; r += 1) {
    const [before, after] = [ordered[r - 1], ordered[r]];
    const isStrict = compare(before.priority, after.priority) !== 0;
    need(isStrict, "households", `'${before.id}' and '${after.id}' have the same priority`);
  }
  return ordered;
}

function compare(a, b) {
  const [left, right] = [[a].flat(), [b].flat()];
  const i = left.findIndex((part, at) => part !== right[at]);
  if (i < 0) return 0;
  return left[i] < right[i] ? -1 : 1;
}

/** Groups, estates, limits and related households name what exists. */
function extras(problem, ids, classes) {
  const groups = fieldsOf(problem.groups);
  once(Object.keys(problem.first ?? {}), "first", classes);
  for (const [field, known] of [["groups", ids], ["first", groups], ["estates", classes]]) {
    for (const [name, members] of fieldsOf(problem[field])) once(members, `${field}.${name}`, known);
  }
  once(Object.values(problem.estates ?? {}).flat(), "estates");
  for (const [number, limit] of (problem.limits ?? []).entries()) {
    const place = `limits[${number}]`;
    once(limit.classes, `${place}.classes`, classes);
    need(limit.classes.length && limit.units >= 0, place, "no classes, or units below 0");
    const isKnown = limit.group === null || groups.has(limit.group);
    need(isKnown, place, `unknown group '${limit.group}'`);
  }
  for (const [number, members] of (problem.together ?? []).entries()) {
    once(members, `together[${number}]`, ids);
    need(members.length > 1, `together[${number}]`, "needs two households or more");
  }
}

/** The proof tables name each class once and positions of this problem. */
function tables(plan, classes, n) {
  once(Object.keys(plan.closing), "plan.closing", classes);
  for (const [order, cuts] of [["order", "cuts"], ["tie_order", "tie_cuts"]]) {
    once(plan[order], `plan.${order}`, classes);
    need(plan[order].length === classes.size, `plan.${order}`, "leaves out a class");
    const fits = plan[cuts].length === Math.max(classes.size - 1, 0);
    need(fits, `plan.${cuts}`, "needs one entry fewer than there are classes");
  }
  const isWhole = Object.keys(plan.closing).length === classes.size;
  need(isWhole, "plan.closing", "leaves out a class");
  for (const table of ["closing", "cuts", "tie_cuts"]) {
    const wrong = Object.values(plan[table]).find((v) => v !== null && !(v >= 0 && v < n));
    need(wrong === undefined, `plan.${table}`, `there is no position ${wrong}`);
  }
}
