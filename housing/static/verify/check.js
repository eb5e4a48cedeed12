/**
 * The second opinion on a plan, in the browser: the twin of `allocation/check.py`, finding for
 * finding. It reads problem and plan, never searches and knows nothing of the solver.
 */

import { readRound } from "./check_form.js";
import { constrainedFaults } from "./check_limits.js";
import { priorityFaults } from "./check_tables.js";
import { envyFaults } from "./check_turns.js";
import { canonicalBytes } from "./canonical.js";
import { sha256Hex } from "./sha256.js";

const MOST = 50; // So many findings are spelt out, the others are counted.
const FAULTS = {
  priority: priorityFaults,
  in_turn: envyFaults,
  deferred_acceptance: envyFaults,
  constrained: constrainedFaults,
};

/**
 * What speaks against the plan, in plain sentences; an empty list means that it holds.
 *
 * `problem` and `plan` are JSON values of format 1, `problemSha256` is the hash of the problem
 * file's bytes (without it: of the problem's canonical bytes). Never throws.
 */
export function check(problem, plan, { problemSha256 = null } = {}) {
  try {
    const round = readRound(problem, plan);
    const digest = problemSha256 || sha256Hex(canonicalBytes(problem));
    let findings = [...assignmentFaults(round, digest)];
    if (findings.length === 0) findings = [...FAULTS[plan.mechanism](round)];
    const more = findings.length - MOST;
    return more <= 0 ? findings : [...findings.slice(0, MOST), `and ${more} more findings`];
  } catch (fault) {
    return [fault.message];
  }
}

function* assignmentFaults(x, digest) {
  const found = x.plan.problem_sha256;
  if (found !== digest) {
    yield `plan.problem_sha256: ${found}, but this problem's hash is ${digest}: made for another`;
  }
  const known = new Set(x.ids);
  for (const name of x.assignment.keys()) {
    if (!known.has(name)) yield `household '${name}' has a flat but is not in the problem`;
  }
  for (const [r, own] of x.own.entries()) {
    if (own !== null && !x.lists[r].some((rank) => rank.includes(own))) {
      yield `${x.who(r)} gets class '${own}', which is not on its list`;
    }
  }
  for (const [k, units] of x.given) {
    const capacity = x.capacity.get(k) ?? 0;
    if (units > capacity) yield `class '${k}' has ${capacity} flats, but ${units} are given`;
  }
}
