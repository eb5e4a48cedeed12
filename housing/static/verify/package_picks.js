/**
 * What was picked in person, read for the stages: whose turn came when, and who holds which flat:
 * the twin of verify_picks.py.
 */

import { byCodePoint } from "./canonical.js";
import { differs } from "./package_reading.js";

const PICKS = "picks.json";
const HELD = ["picked", "given_up"];
const OUT = ["absent", "given_up"];
const NOTHING = ["absent", "declined"];

const keyOf = (stage, household) => JSON.stringify([stage, household]);

/** The turns of a hall; `found` is false of a round that was computed. */
export class Picks {
  constructor(package_) {
    this.package = package_;
    this.found = package_.files.has(PICKS);
    this.rows = this.found ? package_.part(PICKS).picks : [];
    this.turns = new Map(this.rows.map((row) => [keyOf(row.stage, row.household), row]));
  }

  /** The list that stands for a household in a stage: its wishes, or what it did. */
  wishes(row, key, classes, mechanism) {
    if (!this.found) return row.wishes;
    const turn = this.turns.get(keyOf(key, row.id));
    const every = [...classes].sort(byCodePoint);
    if (turn && turn.class !== null) {
      return [[turn.class], every.filter((name) => name !== turn.class)];
    }
    const takesNothing = turn !== undefined && NOTHING.includes(turn.outcome);
    return takesNothing && mechanism === "in_turn" ? [] : [every];
  }

  /** The turn in which a household took a flat of this stage and kept it. */
  kept(key, name) {
    const turn = this.turns.get(keyOf(key, name));
    return turn?.outcome === "picked" ? turn : undefined;
  }

  /** Who left the round in a stage. */
  out(key) {
    return this.rows
      .filter((row) => row.stage === key && OUT.includes(row.outcome))
      .map((row) => row.household);
  }

  /** Turns that are no turns of this round, or not in the public order, stage by stage. */
  *faults(order, keys) {
    if (!this.found) return;
    const part = this.package.part(PICKS);
    const { round } = this.package.part("order.json");
    const digest = this.package.sha256("order.json");
    for (const [field, right] of [["round", round], ["order_sha256", digest]]) {
      if (part[field] !== right) yield differs(`${PICKS}[${field}]`, right, part[field]);
    }
    const place = new Map(order.map((name, at) => [name, at]));
    const stage = new Map(keys.map((name, at) => [name, at]));
    let last = [-1, -1];
    for (const row of this.rows) {
      const name = row.household;
      if (!place.has(name) || !stage.has(row.stage)) {
        yield `${PICKS}: ${name}: 不在名册或阶段中 / is not on the roll, or in no stage`;
        continue;
      }
      const now = [stage.get(row.stage), place.get(name)];
      const isLater = now[0] > last[0] || (now[0] === last[0] && now[1] > last[1]);
      if (!isLater || (row.class === null) !== (row.unit === null)) {
        yield `${PICKS}: ${name}: 未按公示次序 / is out of turn`;
      }
      if (HELD.includes(row.outcome) !== (row.unit !== null)) {
        yield `${PICKS}: ${name}: 结果与房源不符 / its outcome does not fit its flat`;
      }
      if (isLater) last = now;
    }
  }
}
