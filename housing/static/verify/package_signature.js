/**
 * Ed25519 signatures (RFC 8032, section 5.1.7): the twin of verify_signature.py. To check one takes
 * no secret, so nothing here needs to run in constant time.
 */

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));
const BASE = point(littleEndian(mod(4n * inverse(5n)), 32));

/** Whether the 64 bytes of `signature` sign `message` under the 32 bytes of `key`. */
export function signatureHolds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [a, r] = [point(key), point(signature.subarray(0, 32))];
  const s = number(signature.subarray(32));
  if (a === null || r === null || s >= ORDER) return false;
  const digest = number(sha512(joined(signature.subarray(0, 32), key, message)));
  const left = times(s, BASE);
  const right = add(r, times(digest % ORDER, a));
  return [0, 1].every((i) => mod(left[i] * right[2] - right[i] * left[2]) === 0n);
}

function mod(value, modulus = P) {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function power(base, exponent) {
  let [total, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) total = (total * square) % P;
    square = (square * square) % P;
  }
  return total;
}

function inverse(value) {
  return power(value, P - 2n);
}

/** Bytes as a number, the lowest byte first. */
function number(bytes) {
  return bytes.reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);
}

function littleEndian(value, size) {
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

/** The sum of two points in extended coordinates X, Y, Z, T. */
function add(a, b) {
  const [low, high] = [mod((a[1] - a[0]) * (b[1] - b[0])), mod((a[1] + a[0]) * (b[1] + b[0]))];
  const [c, d] = [mod(2n * a[3] * b[3] * D), mod(2n * a[2] * b[2])];
  const [e, f, g, h] = [high - low, d - c, d + c, high + low];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(factor, start) {
  let [total, doubled] = [[0n, 1n, 1n, 0n], start];
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) total = add(total, doubled);
    doubled = add(doubled, doubled);
  }
  return total;
}

/** The point that 32 bytes stand for, or null. */
function point(bytes) {
  const raw = number(bytes);
  const [sign, y] = [raw >> 255n, raw & (2n ** 255n - 1n)];
  if (y >= P) return null;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(x * x - square) !== 0n || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

// SHA-512 (FIPS 180-4), which the signature is made of. 64-bit words are BigInts.
const WORD = 2n ** 64n - 1n;

function primes(count) {
  const found = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The whole part of the root of a large number, by bisection. */
function wholeRoot(value, degree) {
  let [low, high] = [0n, 2n ** 100n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

// The first 64 bits of the fractional parts of the roots of the first primes.
const START = primes(8).map((prime) => wholeRoot(prime << 128n, 2n) & WORD);
const ROUNDS = primes(80).map((prime) => wholeRoot(prime << 192n, 3n) & WORD);
const turned = (word, bits) => ((word >> bits) | (word << (64n - bits))) & WORD;

function schedule(view, offset) {
  const words = Array.from({ length: 16 }, (_, i) => view.getBigUint64(offset + 8 * i));
  for (let i = 16; i < 80; i += 1) {
    const [early, late] = [words[i - 15], words[i - 2]];
    const s0 = turned(early, 1n) ^ turned(early, 8n) ^ (early >> 7n);
    const s1 = turned(late, 19n) ^ turned(late, 61n) ^ (late >> 6n);
    words.push((words[i - 16] + s0 + words[i - 7] + s1) & WORD);
  }
  return words;
}

function compressed(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 80; i += 1) {
    const s1 = turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & WORD & g)) + ROUNDS[i] + words[i];
    const s0 = turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & WORD, c, b, a, (t1 + t2) & WORD];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (state[i] + word) & WORD);
}

/** The SHA-512 digest of bytes, as 64 bytes. */
export function sha512(bytes) {
  const size = Math.ceil((bytes.length + 17) / 128) * 128;
  const message = new Uint8Array(size);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n);
  let state = START;
  for (let offset = 0; offset < size; offset += 128) {
    state = compressed(state, schedule(view, offset));
  }
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => digest.setBigUint64(8 * i, word));
  return new Uint8Array(digest.buffer);
}
