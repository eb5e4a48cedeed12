/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104) without `crypto.subtle`, which browsers refuse on pages
 * that came over plain http, as on the inner network of an office.
 */

const BLOCK = 64;

/** The first 32 bits of the fractional parts of the roots of the first primes. */
function primeRoots(count, root) {
  const found = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (isPrime(candidate)) {
      const power = root(candidate);
      found.push(((power - Math.floor(power)) * 2 ** 32) | 0);
    }
  }
  return Int32Array.from(found);
}

function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) return false;
  }
  return true;
}

const START = primeRoots(8, Math.sqrt);
const ROUNDS = primeRoots(64, Math.cbrt);

/** UTF-8 bytes of a text, or the bytes themselves. */
export function toBytes(value) {
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}

/** The message with a one bit, zeros and its length in bits: whole blocks. */
function padded(bytes) {
  const size = Math.ceil((bytes.length + 9) / BLOCK) * BLOCK;
  const message = new Uint8Array(size);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const tail = new DataView(message.buffer);
  tail.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  tail.setUint32(size - 4, (bytes.length << 3) >>> 0);
  return tail;
}

const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

function schedule(view, offset, words) {
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(offset + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const early = words[i - 15];
    const late = words[i - 2];
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
}

function compress(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
}

/** The SHA-256 digest of a text or of bytes, as 32 bytes. */
export function sha256(value) {
  const view = padded(toBytes(value));
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let offset = 0; offset < view.byteLength; offset += BLOCK) {
    schedule(view, offset, words);
    compress(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

/** Bytes as lowercase hexadecimal digits. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The SHA-256 of a text or of bytes, as 64 lowercase hexadecimal digits. */
export const sha256Hex = (value) => hex(sha256(value));

/** HMAC-SHA256 of a message under a key (texts or bytes), as 64 lowercase hexadecimal digits. */
export function hmacSha256Hex(key, message) {
  const raw = toBytes(key);
  const pad = new Uint8Array(BLOCK);
  pad.set(raw.length > BLOCK ? sha256(raw) : raw);
  const inner = sha256(joined(pad.map((byte) => byte ^ 0x36), toBytes(message)));
  return sha256Hex(joined(pad.map((byte) => byte ^ 0x5c), inner));
}

function joined(first, second) {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
