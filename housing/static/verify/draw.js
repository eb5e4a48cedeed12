/** The public draw: whoever has the roll and the seed computes the same keys and the same order. */

import { byCodePoint } from "./canonical.js";
import { hmacSha256Hex } from "./sha256.js";

/**
 * The draw key of a subject as 64 lowercase hexadecimal digits; the smaller key comes first.
 *
 * HMAC-SHA256 with the seed's text as key; the message is the roll's hash, a line feed and the
 * subject; further draws append, each after a line feed, their purpose: `unit`, or `tie` and a
 * class id. Throws an Error for an empty seed, a wrong hash, an empty part or one of many lines.
 */
export function drawKey(seed, rollSha256, subject, ...purpose) {
  if (!seed) throw new Error("seed: is empty");
  if (!/^[0-9a-f]{64}$/.test(rollSha256)) throw new Error(`${rollSha256} is not a SHA-256 hash`);
  const parts = [subject, ...purpose];
  const wrong = parts.find((part) => !part || part.includes("\n"));
  if (wrong !== undefined) throw new Error(`draw: '${wrong}' must be a text of one line`);
  return hmacSha256Hex(seed, [rollSha256, ...parts].join("\n"));
}

/** The subjects by their draw keys, smallest first; equal keys by the bytes of the ids. */
export function order(seed, rollSha256, subjects, ...purpose) {
  const keys = new Map(subjects.map((s) => [s, drawKey(seed, rollSha256, s, ...purpose)]));
  const byKey = (a, b) => byCodePoint(keys.get(a), keys.get(b)) || byCodePoint(a, b);
  return [...keys.keys()].sort(byKey);
}
