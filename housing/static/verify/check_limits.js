/** The mechanism `constrained`: every limit, related households, the stages and their bounds. */

import { fieldsOf } from "./check_form.js";

/** What speaks against a constrained plan; that none is better is the solver's word. */
export function* constrainedFaults(x) {
  yield* limitFaults(x);
  yield* relatedFaults(x);
  yield* stageFaults(x);
}

function* limitFaults(x) {
  const groups = fieldsOf(x.problem.groups);
  for (const [number, limit] of (x.problem.limits ?? []).entries()) {
    const group = limit.group === null ? [...x.assignment.keys()] : groups.get(limit.group);
    const units = group.filter((name) => limit.classes.includes(x.assignment.get(name))).length;
    if (limit.kind === "max" ? units > limit.units : units < limit.units) {
      const whose = limit.group === null ? "everybody" : `group '${limit.group}'`;
      const words = `${limit.kind} ${limit.units} flats of ${limit.classes.join(", ")}`;
      yield `limits[${number}]: ${words} for ${whose}, but ${units} are given`;
    }
  }
}

function* relatedFaults(x) {
  const estate = new Map();
  for (const [name, classes] of fieldsOf(x.problem.estates)) {
    for (const k of classes) estate.set(k, name);
  }
  for (const members of x.problem.together ?? []) {
    const home = (name) => (x.assignment.has(name) ? estate.get(x.assignment.get(name)) ?? "" : null);
    const homes = new Set(members.map(home));
    if (homes.size > 1 || homes.has("")) {
      yield `households ${members.join(", ")} belong together, but are not in one estate`;
    }
  }
}

/** The value of each stage: n - position summed over a tier's housed, ascending; then all ranks. */
function stageValues(x) {
  const sums = new Map();
  let ranks = 0;
  for (const [r, own] of x.own.entries()) {
    const [tier] = [x.households[r].priority].flat();
    sums.set(tier, (sums.get(tier) ?? 0) + (own === null ? 0 : x.own.length - r));
    if (own !== null) ranks += x.lists[r].findIndex((rank) => rank.includes(own));
  }
  return [...sums.values(), ranks];
}

function* stageFaults(x) {
  const values = stageValues(x);
  const { stages, status } = x.plan;
  if (stages.length !== values.length) {
    yield `plan.stages: ${stages.length}, but the tiers and the sum of ranks make ${values.length}`;
  }
  for (let i = 0; i < Math.min(stages.length, values.length); i += 1) {
    const { value, bound } = stages[i];
    if (value !== values[i]) {
      yield `plan.stages[${i}]: value ${value}, but the assignment makes ${values[i]}`;
    }
    if (i === values.length - 1 ? bound > value : bound < value) {
      yield `plan.stages[${i}]: the bound ${bound} contradicts the value ${value}`;
    }
    if (bound !== value && status === "optimal") {
      yield `plan.stages[${i}]: bound ${bound} and value ${value} differ: not proven optimal`;
    }
  }
}
