/** Canonical bytes: JSON in UTF-8, keys sorted by code point, no spaces, no fractions. */

import { toBytes } from "./sha256.js";

const isSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdfff;

/** Whether a text has no half of a pair, which UTF-8 cannot hold. */
export const isWellFormed = (text) => !/[\ud800-\udfff]/u.test(text);

/** Compares two texts by code point, as their UTF-8 bytes sort: below, at or above 0. */
export function byCodePoint(a, b) {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) {
      // A half of a pair stands for a code point above all that need no pair.
      if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}

/**
 * The canonical text of a JSON value.
 * Throws an Error for fractions, truth values and halves of characters.
 */
export function canonicalText(value) {
  if (value === null) return "null";
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object") throw new Error(`${value} does not belong in a canonical file`);
  const keys = Object.keys(value).sort(byCodePoint);
  const fields = keys.map((key) => `${canonicalString(key)}:${canonicalText(value[key])}`);
  return `{${fields.join(",")}}`;
}

function canonicalString(text) {
  if (!isWellFormed(text)) throw new Error(`${JSON.stringify(text)} holds half a character`);
  return JSON.stringify(text);
}

function canonicalNumber(number) {
  if (!Number.isSafeInteger(number)) throw new Error(`${number} is not an exact whole number`);
  return String(number === 0 ? 0 : number);
}

/** The canonical bytes of a JSON value; throws as `canonicalText`. */
export const canonicalBytes = (value) => toBytes(canonicalText(value));

/**
 * The JSON value of a canonical file. Throws an Error if the bytes are not canonical: a file that
 * could be written in two ways, with a key twice or with fractions, is not taken.
 */
export function readCanonical(bytes, name) {
  let text;
  let value;
  let again;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
    again = canonicalText(value);
  } catch (fault) {
    throw new Error(`${name}: not canonical JSON in UTF-8, or cut off (${fault.message})`);
  }
  if (again !== text) throw new Error(`${name}: the bytes are not canonical`);
  return value;
}
