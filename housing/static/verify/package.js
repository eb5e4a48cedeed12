/**
 * Recompute a published round in the browser: the twin of verify.py, line for line. Whatever can be
 * recomputed is recomputed from the files; nothing is sent anywhere.
 */

import { byCodePoint } from "./canonical.js";
import { sha256Hex } from "./sha256.js";
import { signatureHolds } from "./package_signature.js";
import {
  differs, Fault, fromHex, hexOf, instant, isObject, isSame, Package, shown,
} from "./package_reading.js";
import { allocationFaults, orderFaults, Replay } from "./package_stages.js";

const MOST = 10; // So many findings of one step are spelt out, the others are counted.
const UNLISTED = ["manifest.json", "manifest.sig"];
const ROUND_FILES = ["roll", "units", "seed", "order", "stages", "allocation"];

/** All steps over one package; each yields findings and leaves a sentence in `seen`. */
class Verification {
  constructor(package_) {
    this.package = package_;
    this.seen = "";
    this.played = null;
  }

  get all() {
    return [
      ["清单与签名 manifest and signature", this.manifest, this.signature],
      ["规则 rules", this.rules],
      ["名册 roll", this.roll],
      ["房源 units", this.units],
      ["种子 seed", this.seed],
      ["顺序 order", this.order],
      ["阶段 stages", this.stages],
      ["方案 plans", this.plans],
      ["结果 allocation", this.allocation],
    ];
  }

  get replay() {
    this.played ??= new Replay(this.package);
    return this.played;
  }

  step(name, parts) {
    const seen = [];
    const findings = [];
    for (const part of parts) {
      try {
        for (const finding of part.call(this)) findings.push(finding);
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        findings.push(fault.message);
      }
      seen.push(this.seen);
    }
    return { name, seen: findings.length ? "不符 / differs" : inBoth(seen), findings };
  }

  * manifest() {
    const listed = this.package.part("manifest.json").files;
    const present = new Set([...this.package.files.keys()].filter((n) => !UNLISTED.includes(n)));
    for (const name of [...new Set([...present, ...Object.keys(listed)])].sort(byCodePoint)) {
      if (!Object.hasOwn(listed, name)) {
        yield `${name}: 不在清单中 / is not in the manifest`;
      } else if (!present.has(name)) {
        yield `${name}: 缺少此文件 / the file is missing`;
      } else if (this.package.sha256(name) !== listed[name]) {
        yield differs(name, `SHA-256 ${listed[name]}`, this.package.sha256(name));
      }
    }
    const code = this.package.part("manifest.json").round;
    for (const name of ROUND_FILES) {
      const found = this.package.part(`${name}.json`).round;
      if (found !== code) yield differs(`${name}.json[round]`, code, found);
    }
    const size = Object.keys(listed).length;
    this.seen = `${code}：${size} 个文件 / ${size} files as listed, none else`;
  }

  * signature() {
    const key = this.package.key ?? hexOf(this.package, "public_key.txt", 32);
    const signature = fromHex(hexOf(this.package, "manifest.sig", 64));
    if (!signatureHolds(fromHex(key), this.package.raw("manifest.json"), signature)) {
      yield `manifest.sig: 与公钥 ${key} 不符 / does not hold under this public key`;
    }
    const known = "与给出的公钥相符 / holds under the key given";
    const own = `公钥 ${key}，请与公告栏核对 / compare this key with the notice board`;
    this.seen = this.package.key === null ? own : known;
  }

  * rules() {
    const rules = this.package.part("rules.json");
    const { day, values } = rules;
    yield* onceInOrder(values.map((row) => row.parameter), "rules.json[values]");
    for (const row of values) {
      if (!(row.from <= day && day <= (row.to || day))) {
        yield `rules.json: ${row.parameter}: ${day} 未生效 / is not in force on that day`;
      }
    }
    const held = new Map(values.map((row) => [row.parameter, row.value]));
    for (const [name, right] of Object.entries(terms(held, rules.mechanism))) {
      if (!isSame(rules[name], right)) {
        yield differs(`rules.json[${name}]`, shown(right), shown(rules[name]));
      }
    }
    const [n, m] = [values.length, values.filter((row) => row.provisional === 1).length];
    this.seen = `${n} 个参数，${m} 个暂定 / ${n} dated values, ${m} of them provisional`;
  }

  * roll() {
    const [roll, rules] = [this.package.part("roll.json"), this.package.part("rules.json")];
    yield* onceInOrder(idsOf(roll.households), "roll.json");
    for (const row of roll.households) {
      const total = row.points.reduce((sum, [, points]) => sum + points, 0);
      if (!/^[0-9a-f]{32}$/.test(row.id)) {
        yield `roll.json: ${row.id}: 编号不合格式 / is no household id`;
      }
      if (total !== row.score) yield differs(`roll.json: ${row.id}: 得分 score`, total, row.score);
    }
    const moment = instant(roll.frozen_at, "roll.json[frozen_at]").slice(0, 19);
    const day = new Date(Date.parse(`${moment}Z`) + 8 * 3600 * 1000).toISOString().slice(0, 10);
    for (const [file, found] of [["roll", roll.day], ["rules", rules.day]]) {
      if (found !== day) yield differs(`${file}.json[day]`, day, found);
    }
    if (rules.place !== roll.place) yield differs("rules.json[place]", roll.place, rules.place);
    const off = Object.values(roll.off_roll).reduce((sum, count) => sum + count, 0);
    const n = roll.households.length;
    const digest = this.package.sha256("roll.json");
    this.seen = `${n} 户，另 ${off} 户不入册 / ${n} households, ${off} off the roll; ${digest}`;
  }

  * units() {
    const units = this.package.part("units.json");
    yield* onceInOrder(idsOf(units.classes), "units.json[classes]");
    yield* onceInOrder(idsOf(units.units), "units.json[units]");
    const areas = new Map(units.classes.map((row) => [row.id, []]));
    for (const row of units.units) {
      if (!areas.has(row.class)) areas.set(row.class, []);
      areas.get(row.class).push(row.area);
    }
    for (const row of units.classes) {
      const held = areas.get(row.id) ?? [];
      areas.delete(row.id);
      const found = `[${row.capacity}, ${row.area_min}, ${row.area_max}]`;
      const ends = held.length ? [Math.min(...held), Math.max(...held)] : [0, 0];
      const right = `[${[held.length, ...ends].join(", ")}]`;
      if (found !== right) yield differs(`units.json: ${row.id}`, right, found);
    }
    for (const name of areas.keys()) yield `units.json: ${name}: 类别未知 / unknown class`;
    const [n, k] = [units.units.length, units.classes.length];
    this.seen = `${n} 套，${k} 个类别 / ${n} flats in ${k} classes`;
  }

  * seed() {
    const [seed, roll] = [this.package.part("seed.json"), this.package.part("roll.json")];
    if (seed.roll_sha256 !== this.package.sha256("roll.json")) {
      const right = this.package.sha256("roll.json");
      yield differs("seed.json[roll_sha256]", right, seed.roll_sha256);
    }
    if (seed.frozen_at !== roll.frozen_at) {
      yield differs("seed.json[frozen_at]", roll.frozen_at, seed.frozen_at);
    }
    const [frozen, drawn, entered] = ["frozen_at", "drawn_at", "entered_at"].map((name) =>
      instant(seed[name], `seed.json[${name}]`));
    if (!(frozen < drawn && drawn <= entered)) {
      const words = "应依次为冻结、产生、录入 / must be frozen, drawn, entered in turn";
      yield `seed.json: ${frozen}, ${drawn}, ${entered}: ${words}`;
    }
    const { source, bits } = seed;
    const { values } = this.package.part("rules.json");
    const least = values.find((row) => row.parameter === "seed_bits_least")?.value ?? 0;
    if (Number.isSafeInteger(least) && bits < least) yield differs("seed.json[bits]", `≥ ${least}`, bits);
    this.seen = `${source}，${bits} 比特，冻结后产生 / ${bits} bits, drawn after the freeze`;
  }

  * order() {
    yield* orderFaults(this.package);
    const n = this.package.part("order.json").households.length;
    this.seen = `${n} 个摇号值重算一致 / ${n} draw keys and places recomputed`;
  }

  * stages() {
    yield* this.replay.problemFaults;
    const n = this.replay.keys.length;
    this.seen = `${n} 个阶段由名册、房源与规则重建一致 / ${n} problems rebuilt: `
      + this.replay.keys.join("、");
  }

  * plans() {
    yield* this.replay.planFaults;
    const { mechanism } = this.package.part("rules.json");
    this.seen = `${mechanism}：逐户核对证明 / the proof holds for every household (check.py)`;
  }

  * allocation() {
    yield* allocationFaults(this.package, this.replay);
    const found = this.package.part("allocation.json");
    const [n, due] = [found.assignments.length, found.subsidy_due.length];
    const words = `${n} 户各得一套，${due} 户救助对象发放补贴`;
    this.seen = `${words} / ${n} households housed, ${due} rescue households due a subsidy`;
  }
}

/** The terms of a round that its dated values give; in turn needs no approval (HN 21). */
function terms(held, mechanism) {
  const [approved, suitable] = [held.get("approved_mechanism"), held.get("suitable_flats")];
  const rows = Array.isArray(suitable) ? suitable.filter(isObject) : [];
  const found = {
    strike_classes: held.get("strike_classes") ?? null,
    ordinary_for_accessible_need: held.get("ordinary_for_accessible_need") ?? null,
    suitability: rows.map((row) => ({ size_max: null, ...row })),
  };
  const known = isObject(approved) ? approved.mechanism ?? null : null;
  return mechanism === "in_turn" ? found : { ...found, mechanism: known };
}

function* onceInOrder(names, place) {
  for (let i = 1; i < names.length; i += 1) {
    if (byCodePoint(names[i - 1], names[i]) >= 0) {
      yield `${place}: ${names[i]}: 重复或未排序 / is there twice or out of order`;
    }
  }
}

const idsOf = (rows) => rows.map((row) => row.id);

/** Let the browser draw before the next step. */
const breath = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/**
 * Verify the files of a package (a Map of Uint8Array by name, as `unzip` gives it).
 *
 * `key` is the public key of the notice board in hex, or null to take the package's own. `onStep`
 * is called after each step with {name, seen, findings}, its number from 1 and how many there are.
 * Resolves to {holds, steps, lines}: the lines are those that verify.py prints.
 */
export async function verifyPackage(files, { key = null, onStep = () => {} } = {}) {
  const verification = new Verification(new Package(files, key));
  const all = verification.all;
  const steps = [];
  for (const [name, ...parts] of all) {
    await breath();
    const step = verification.step(name, parts);
    steps.push(step);
    onStep(step, steps.length, all.length);
  }
  const holds = steps.every((step) => step.findings.length === 0);
  return { holds, steps, lines: linesOf(steps, holds) };
}

/** Sentences "中文 / English" as one of the same form. */
function inBoth(seen) {
  const cut = seen.map((sentence) => sentence.indexOf(" / "));
  const chinese = seen.map((sentence, i) => sentence.slice(0, cut[i])).join("；");
  return `${chinese} / ${seen.map((sentence, i) => sentence.slice(cut[i] + 3)).join("; ")}`;
}

function linesOf(steps, holds) {
  const lines = [];
  for (const { name, seen, findings } of steps) {
    lines.push(`${findings.length ? "✗" : "✓"} ${name}: ${seen}`);
    lines.push(...findings.slice(0, MOST).map((finding) => `    ${finding}`));
    const more = findings.length - MOST;
    if (more > 0) lines.push(`    另有 ${more} 处 / more findings`);
  }
  const result = holds ? "全部相符 / everything holds" : "不符，见上 / it does not hold, see above";
  return [...lines, `结论 result: ${result}`];
}

/**
 * The household that holds a receipt: {id, times, place, places, held}. `times` says how often it is
 * in the roll (exactly once if all is well); `place` counts from 1; `held` is its row of
 * allocation.json or null. Computed here from code and identity number; neither is sent.
 * Throws a Fault when the files cannot be read.
 */
export function findHousehold(files, receipt, identityNumber) {
  const package_ = new Package(files);
  const code = readCode(receipt);
  const number = identityNumber.trim().toUpperCase();
  const text = ["receipt", package_.part("manifest.json").round, code, number].join("\n");
  const id = sha256Hex(text).slice(0, 32);
  const times = package_.part("roll.json").households.filter((row) => row.id === id).length;
  const order = package_.part("order.json").households.map((row) => row.id);
  const held = package_.part("allocation.json").assignments.find((row) => row.household === id);
  return { id, times, place: order.indexOf(id) + 1, places: order.length, held: held ?? null };
}

/** Dashes, spaces, small letters and letters that look like digits are read as they are meant. */
function readCode(receipt) {
  const letters = receipt.toUpperCase().replaceAll(/[- ]/g, "");
  return letters.replaceAll(/[IL]/g, "1").replaceAll("O", "0");
}

export { Fault };
