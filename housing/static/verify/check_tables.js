/** The proof tables of the mechanism `priority`; positions count from 0, null means never. */

const NEVER = Number.MAX_SAFE_INTEGER;

/** What speaks against the tables: who is housed, who gets which rank, which class of it. */
export function* priorityFaults(x) {
  yield* closingFaults(x);
  yield* choiceFaults(x, "order", "cuts");
  yield* choiceFaults(x, "tie_order", "tie_cuts");
}

/** The first of the items with the largest value; undefined if there are none. */
function largest(items, value) {
  return items.reduce((best, item) => (value(item) > value(best) ? item : best), items[0]);
}

/** Who is housed: a left-out household's classes are full of earlier ones who cannot leave. */
function* closingFaults(x) {
  const y = new Map(Object.entries(x.plan.closing).map(([k, v]) => [k, v ?? NEVER]));
  for (const [k, closing] of y) {
    if (closing < NEVER && x.given.get(k) < x.capacity.get(k)) {
      yield `class '${k}' closes at ${closing}, but only ${x.given.get(k)} of its flats are given`;
    }
  }
  for (const [r, own] of x.own.entries()) {
    const worst = largest(x.lists[r].flat(), (k) => y.get(k));
    if (worst === undefined) continue;
    const fault = closingFault(r, own, worst, y);
    if (fault) yield `${x.who(r)} ${fault}`;
  }
}

function closingFault(r, own, worst, y) {
  if (own === null) {
    return y.get(worst) > r && `is left out, but class '${worst}' on its list had not closed`;
  }
  if (y.get(own) <= r) return `gets class '${own}', which had closed at position ${y.get(own)}`;
  return (
    y.get(worst) > y.get(own) &&
    `gets class '${own}' but could live in '${worst}', which closes later`
  );
}

/** The classes in a row, with the smallest cut between two places in constant time. */
class Line {
  constructor(order, cuts) {
    this.place = new Map(order.map((k, p) => [k, p]));
    this.rows = [cuts.map((cut) => cut ?? NEVER)];
    for (let half = 1; 2 * half <= cuts.length; half *= 2) {
      const row = this.rows.at(-1);
      const wider = row.slice(0, row.length - half);
      this.rows.push(wider.map((cut, i) => Math.min(cut, row[i + half])));
    }
  }

  /** The smallest of the cuts between the places p < q. */
  low(p, q) {
    const level = 31 - Math.clz32(q - p);
    const row = this.rows[level];
    return Math.min(row[p], row[q - (1 << level)]);
  }
}

/** Which class: what a household likes more lay in a full prefix that nobody could leave. */
function* choiceFaults(x, order, cuts) {
  const line = new Line(x.plan[order], x.plan[cuts]);
  let room = 0;
  for (const [p, cut] of x.plan[cuts].entries()) {
    const k = x.plan[order][p];
    room += x.capacity.get(k) - x.given.get(k);
    if (cut !== null && room > 0) {
      yield `plan.${cuts}[${p}]: the classes up to here have ${room} empty flats: not closed`;
    }
  }
  for (const [r, own] of x.own.entries()) {
    if (own === null) continue;
    for (const fault of turnFaults(line, r, own, parts(x.lists[r], own, cuts === "tie_cuts"))) {
      yield `${x.who(r)} gets class '${own}'; ${fault} (${order}, ${cuts})`;
    }
  }
}

/** The classes liked more, those liked as much, and all of the list that counts in this pass. */
function parts(ranks, own, isTie) {
  const i = ranks.findIndex((rank) => rank.includes(own));
  const rank = ranks[i];
  if (isTie) return { more: rank.slice(0, rank.indexOf(own)), equal: [own], every: rank };
  return { more: ranks.slice(0, i).flat(), equal: rank, every: ranks.flat() };
}

function* turnFaults(line, r, own, { more, equal, every }) {
  const at = (k) => line.place.get(k);
  const p = at(own);
  let last = largest(every, at);
  if (at(last) > p && line.low(p, at(last)) <= r) {
    yield `before its turn it could have moved to '${last}', outside a closed prefix`;
  }
  last = largest(equal, at);
  if (at(last) > p && line.low(p, at(last)) < NEVER) {
    yield `it could have moved to '${last}', liked as much, outside a closed prefix`;
  }
  for (const k of more) {
    if (at(k) >= p || line.low(at(k), p) > r) {
      yield `it likes '${k}' more, and that was not closed to it at its turn`;
    }
  }
}
