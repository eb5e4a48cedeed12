/**
 * The stages of a round, built again from roll, units, rules and order, and played with the plans:
 * the twin of verify_stages.py.
 */

import { byCodePoint } from "./canonical.js";
import { check } from "./check.js";
import { drawKey } from "./draw.js";
import { Picks } from "./package_picks.js";
import { difference, differs, Fault, isObject, isSame, shown } from "./package_reading.js";

/** Who gets which flat when the published plans are taken as they are. */
export class Replay {
  constructor(package_) {
    this.package = package_;
    [this.rules, this.seed] = [package_.part("rules.json"), package_.part("seed.json")];
    this.rollSha256 = package_.sha256("roll.json");
    this.households = byId(package_.part("roll.json").households);
    this.classes = byId(package_.part("units.json").classes);
    const ordered = package_.part("order.json").households;
    this.order = ordered.map((row) => row.id);
    this.priority = new Map(ordered.map((row) => [row.id, row.priority]));
    const isSameSet = this.priority.size === this.households.size
      && this.order.every((name) => this.households.has(name));
    if (!isSameSet) {
      throw new Fault("order.json: 与名册不是同一批家庭 / its households are not those of the roll");
    }
    this.free = this.unitsByDraw();
    this.given = new Map();
    this.keys = [];
    [this.picks, this.out] = [new Picks(package_), new Set()];
    this.problemFaults = [...this.picks.faults(this.order, this.allKeys())];
    this.planFaults = [];
    try {
      this.play();
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.planFaults.push(fault.message); // What was found until here still counts.
    }
  }

  /** The rows of allocation.json in the public order. */
  get assignments() {
    return this.order.filter((name) => this.given.has(name)).map((name) => this.given.get(name));
  }

  key(subject, ...purpose) {
    return drawn(this.seed.text, this.rollSha256, subject, ...purpose);
  }

  /** The flats of each class, first drawn first. */
  unitsByDraw() {
    const free = new Map([...this.classes.keys()].map((name) => [name, []]));
    for (const unit of this.package.part("units.json").units) {
      if (!free.has(unit.class)) {
        throw new Fault(`units.json: ${unit.id}: ${unit.class} 未知 / unknown class`);
      }
      free.get(unit.class).push([this.key(unit.id, "unit"), unit.id]);
    }
    for (const [name, units] of free) {
      units.sort((a, b) => byCodePoint(a[0], b[0]) || byCodePoint(a[1], b[1]));
      free.set(name, units.map(([, unit]) => unit));
    }
    return free;
  }

  play() {
    const published = [...this.package.part("stages.json").stages];
    for (const key of this.allKeys()) {
      const problem = this.problem(key);
      if (published.length && published[0].key === key) {
        this.stage(published.shift(), problem);
      } else if (problem.households.length && problem.classes.length) {
        this.problemFaults.push(`stages.json: 缺少阶段 ${key} / the stage is missing`);
      }
    }
    for (const stage of published) {
      const words = "多余或次序不对 / is one too many or out of turn";
      this.problemFaults.push(`stages.json: 阶段 ${stage.key} ${words}`);
    }
  }

  allKeys() {
    const pools = new Set([...this.classes.values()].map((row) => row.pool));
    pools.delete(null);
    return [...[...pools].sort(byCodePoint).map((pool) => `pool:${pool}`), "accessible", "common"];
  }

  /** The problem of a stage, from what earlier stages left. */
  problem(key) {
    const here = [...this.free.keys()]
      .filter((name) => this.free.get(name).length && this.isIn(name, key))
      .sort(byCodePoint);
    const households = [];
    for (const name of this.order) {
      const line = this.households.get(name);
      if (this.given.has(name) || this.out.has(name) || !takesPart(line, key)) continue;
      const wishes = this.picks.wishes(line, key, this.classes.keys(), this.rules.mechanism);
      const row = { ...line, wishes };
      const acceptable = this.acceptable(row, here, key);
      if (acceptable.length || key === "common") {
        households.push({ id: name, priority: this.priority.get(name), acceptable });
      }
    }
    const classes = here.map((name) => ({ id: name, capacity: this.free.get(name).length }));
    return { format: 1, mechanism: this.rules.mechanism, households, classes };
  }

  isIn(name, key) {
    const row = this.classes.get(name);
    if (key === "accessible") return row.accessible === 1;
    return key === "common" || `pool:${row.pool}` === key;
  }

  /** Wishes among suitable classes, rank by rank; then the suitable ones not wished for. */
  acceptable(row, here, key) {
    let suitable = here.filter((name) => this.suits(row, this.classes.get(name)));
    const isStrict = this.rules.ordinary_for_accessible_need === "never";
    if (row.needs_accessible === 1 && isStrict) {
      suitable = suitable.filter((name) => this.classes.get(name).accessible === 1);
    }
    const fitting = new Set(suitable);
    const ranks = row.wishes.map((rank) => rank.filter((name) => fitting.has(name)));
    ranks.push(this.notWished(row, suitable, key));
    return ranks.filter((rank) => rank.length).map((rank) => this.byDraw(row, rank));
  }

  notWished(row, suitable, key) {
    const isStriking = this.rules.mechanism !== "priority" || this.rules.strike_classes === 1;
    if (isStriking || key.startsWith("pool:")) return [];
    const wished = new Set(row.wishes.flat());
    const rest = suitable.filter((name) => !wished.has(name));
    if (row.needs_accessible !== 1) return rest;
    return rest.filter((name) => this.classes.get(name).accessible === 1);
  }

  byDraw(row, rank) {
    const keyed = rank.map((name) => [this.key(row.id, "tie", name), name]);
    return keyed.sort((a, b) => byCodePoint(a[0], b[0])).map(([, name]) => name);
  }

  /** Size against layout and area; who needs an accessible flat may have one of any size. */
  suits(row, unitClass) {
    if (row.needs_accessible === 1 && unitClass.accessible === 1) return true;
    return this.rules.suitability.some((rule) =>
      rule.size_min <= row.size
      && (rule.size_max === null || row.size <= rule.size_max)
      && rule.layouts.includes(unitClass.layout)
      && rule.area_min <= unitClass.area_min
      && unitClass.area_max <= rule.area_max);
  }

  /** Compare one published stage with the problem built again, and take its plan. */
  stage(stage, problem) {
    this.keys.push(stage.key);
    const number = this.keys.length;
    const folder = `stages/${number}`;
    const right = { ...stage, number, problem: `${folder}/problem.json`, plan: `${folder}/plan.json` };
    right.problem_sha256 = this.package.sha256(right.problem);
    right.plan_sha256 = this.package.sha256(right.plan);
    if (!isSame(right, stage)) {
      const place = `stages.json[stages][${number - 1}]`;
      this.problemFaults.push(difference(right, stage, place));
    }
    const found = this.package.part(right.problem);
    if (!isSame(found, problem)) this.problemFaults.push(difference(problem, found, right.problem));
    const plan = this.package.part(right.plan);
    for (const finding of check(found, plan, { problemSha256: right.problem_sha256 })) {
      this.planFaults.push(`${right.plan}: ${finding}`);
    }
    this.take(number, plan, right.plan, stage.key);
  }

  /** Hand out the flats of each class in the order of the unit draw, or as picked. */
  take(number, plan, place, key) {
    const held = isObject(plan) ? plan.assignment : null;
    if (!isObject(held)) throw new Fault(`${place}: 无分配表 / there is no assignment`);
    if (this.picks.found) {
      this.keep(number, held, key);
      return;
    }
    for (const name of this.order.filter((each) => Object.hasOwn(held, each))) {
      const free = typeof held[name] === "string" ? this.free.get(held[name]) : undefined;
      if (!free?.length || this.given.has(name)) {
        const words = "再次得房，或该类已无房 / is housed twice, or its class has no flat left";
        throw new Fault(`${place}: ${name}: ${words}`);
      }
      const unit = free.shift();
      this.given.set(name, { household: name, stage: number, class: held[name], unit });
    }
  }

  /** Leave each household the flat that it picked; whoever left the round holds none. */
  keep(number, held, key) {
    for (const name of this.order) {
      const turn = this.picks.kept(key, name);
      if (turn === undefined) continue;
      const free = this.free.get(turn.class) ?? [];
      const given = Object.hasOwn(held, name) ? held[name] : undefined;
      if (given !== turn.class || !free.includes(turn.unit) || this.given.has(name)) {
        const words = "选定的房源与方案不符 / the plan does not give the flat that was picked";
        throw new Fault(`picks.json: ${name}: ${words}`);
      }
      free.splice(free.indexOf(turn.unit), 1);
      const row = { household: name, stage: number, class: turn.class, unit: turn.unit };
      this.given.set(name, row);
    }
    for (const name of this.picks.out(key)) this.out.add(name);
  }
}

const byId = (rows) => new Map(rows.map((row) => [row.id, row]));

function drawn(seed, rollSha256, ...subject) {
  try {
    return drawKey(seed, rollSha256, ...subject);
  } catch {
    const words = `${shown(subject)} 无法摇号 / cannot be drawn with this seed or id`;
    throw new Fault(`seed.json: ${words}`);
  }
}

function takesPart(row, key) {
  if (key.startsWith("pool:")) return row.pools.includes(key.slice("pool:".length));
  return key === "common" || row.needs_accessible === 1;
}

function byPriority(a, b) {
  const i = a.findIndex((part, at) => part !== b[at]);
  if (i < 0) return 0;
  return typeof a[i] === "number" ? a[i] - b[i] : byCodePoint(a[i], b[i]);
}

/** What the published order has otherwise than tier, -score, accepted day and draw key give. */
export function* orderFaults(package_) {
  const [roll, seed] = [package_.part("roll.json"), package_.part("seed.json")];
  const digest = package_.sha256("roll.json");
  const rows = roll.households.map((row) => {
    const key = drawn(seed.text, digest, row.id);
    return [row.tier, row.score === 0 ? 0 : -row.score, row.accepted_on, key, row.id];
  });
  rows.sort(byPriority);
  const right = {
    format: 1,
    round: roll.round,
    roll_sha256: digest,
    seed_sha256: package_.sha256("seed.json"),
    households: rows.map((row) => ({ id: row[4], priority: row.slice(0, 4) })),
  };
  const found = package_.part("order.json");
  if (!isSame(found, right)) yield difference(right, found, "order.json");
}

/** What allocation.json has otherwise than the plans and the unit draw give (HN-18-2). */
export function* allocationFaults(package_, replay) {
  const found = package_.part("allocation.json");
  for (const file of ["roll", "seed", "stages"]) {
    const [right, field] = [package_.sha256(`${file}.json`), `${file}_sha256`];
    if (found[field] !== right) yield differs(`allocation.json[${field}]`, right, found[field]);
  }
  if (!isSame(found.assignments, replay.assignments)) {
    yield difference(replay.assignments, found.assignments, "allocation.json[assignments]");
  }
  const due = replay.order.filter((name) =>
    !replay.given.has(name) && replay.households.get(name).tier === 0);
  if (!isSame(found.subsidy_due, due)) {
    yield difference(due, found.subsidy_due, "allocation.json[subsidy_due]");
  }
}
