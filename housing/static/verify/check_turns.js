/** The mechanisms `in_turn` and `deferred_acceptance`: a direct check, without tables. */

import { fieldsOf } from "./check_form.js";

/** Nobody likes a class more that has room or holds someone who comes later there. */
export function* envyFaults(x) {
  const levels = levelsOf(x.problem);
  const level = (k, r) => levels.get(k)?.get(x.ids[r]) ?? 0;
  const latest = latestOccupants(x, level);
  let found = false;
  for (const [r, own] of x.own.entries()) {
    for (const k of x.lists[r].flat()) {
      if (k === own) break;
      const reason = envy(x, r, k, latest.get(k), level);
      if (reason) {
        found = true;
        yield `${x.who(r)} would rather have class '${k}', ${reason}`;
      }
    }
  }
  if (!found) yield* proposalFaults(x, level);
}

/** For a class, households of the groups that come first in it, with levels below 0. */
function levelsOf(problem) {
  const groups = fieldsOf(problem.groups);
  const levels = new Map();
  for (const [k, names] of fieldsOf(problem.first)) {
    const ofClass = new Map();
    [...names].reverse().forEach((name, i) => {
      for (const household of groups.get(name)) ofClass.set(household, -1 - i);
    });
    levels.set(k, ofClass);
  }
  return levels;
}

/** For a class, the position of the occupant that comes last there. */
function latestOccupants(x, level) {
  const latest = new Map();
  for (const [r, own] of x.own.entries()) {
    // Positions ascend, so an equal level comes later.
    if (own !== null && !(latest.has(own) && level(own, r) < level(own, latest.get(own)))) {
      latest.set(own, r);
    }
  }
  return latest;
}

function envy(x, r, k, other, level) {
  if (x.given.get(k) < x.capacity.get(k)) return "and it has empty flats";
  if (other === undefined) return "";
  const [mine, theirs] = [level(k, r), level(k, other)];
  const isLater = theirs > mine || (theirs === mine && other > r);
  return isLater && `where ${x.who(other)} comes later`;
}

/** Each proposes down its list, classes keep whom they put first (Gale and Shapley 1962). */
function* proposalFaults(x, level) {
  const wishes = x.lists.map((ranks) => ranks.flat());
  const right = new Map();
  const asked = wishes.map(() => 0);
  const kept = new Map([...x.capacity.keys()].map((k) => [k, new Kept((r) => level(k, r))]));
  for (const first of wishes.keys()) {
    let r = first;
    while (asked[r] < wishes[r].length) {
      const k = wishes[r][asked[r]];
      asked[r] += 1;
      right.set(r, k);
      kept.get(k).push(r);
      if (kept.get(k).size <= x.capacity.get(k)) break;
      r = kept.get(k).popLatest();
      right.delete(r);
    }
  }
  for (const [r, own] of x.own.entries()) {
    const proposed = right.get(r) ?? null;
    if (own !== proposed) {
      yield `${x.who(r)} gets ${own ?? "no flat"}, but proposals in turn give it ${proposed ?? "no flat"}`;
    }
  }
}

/** A binary heap of the households that a class keeps, the one that comes last there on top. */
class Kept {
  constructor(level) {
    this.level = level;
    this.rows = [];
  }

  get size() {
    return this.rows.length;
  }

  isLater(i, j) {
    const [a, b] = [this.rows[i], this.rows[j]];
    return this.level(a) > this.level(b) || (this.level(a) === this.level(b) && a > b);
  }

  swap(i, j) {
    [this.rows[i], this.rows[j]] = [this.rows[j], this.rows[i]];
  }

  push(r) {
    let i = this.rows.push(r) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && this.isLater(i, parent); parent = (i - 1) >> 1) {
      this.swap(i, parent);
      i = parent;
    }
  }

  popLatest() {
    this.swap(0, this.rows.length - 1);
    const latest = this.rows.pop();
    for (let i = 0; ; ) {
      const below = [2 * i + 1, 2 * i + 2].filter((j) => j < this.size);
      const later = below.length === 2 && this.isLater(below[1], below[0]) ? below[1] : below[0];
      if (later === undefined || !this.isLater(later, i)) return latest;
      this.swap(i, later);
      i = later;
    }
  }
}
