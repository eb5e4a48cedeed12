/** Reads zip archives (APPNOTE 6.3: stored and deflated entries) in the browser. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of an archive by name, as a Map of Uint8Array. Throws an Error, naming the entry, for
 * an archive that is cut off, encrypted, of the 64-bit kind or packed in another way, for a name
 * that is there twice, for contents of another length or checksum than the archive says, and when
 * all contents together are longer than `most` bytes.
 */
export async function unzip(bytes, { most = 2 ** 30 } = {}) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(view, bytes);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > most) throw new Error(`archive: ${total} bytes unpacked are more than ${most}`);
  const files = new Map();
  for (const entry of entries) {
    if (files.has(entry.name)) throw new Error(`archive: '${entry.name}' is there twice`);
    files.set(entry.name, await contents(view, bytes, entry));
  }
  return files;
}

/** Entries of the central directory, whose place the end record at the end of the file names. */
function directory(view, bytes) {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("archive: no zip archive, or cut off");
  const count = view.getUint16(end + 10, true);
  let place = view.getUint32(end + 16, true);
  if (count === 0xffff || place === 0xffffffff) throw new Error("archive: too large (64-bit zip)");
  const entries = [];
  for (let i = 0; i < count; i += 1) {
    const entry = readEntry(view, bytes, place);
    entries.push(entry);
    place = entry.next;
  }
  return entries;
}

function readEntry(view, bytes, place) {
  if (place + 46 > view.byteLength || view.getUint32(place, true) !== ENTRY) {
    throw new Error("archive: its directory is damaged");
  }
  const [nameSize, extraSize, noteSize] = [28, 30, 32].map((at) => view.getUint16(place + at, true));
  const nameAt = place + 46;
  return {
    encrypted: (view.getUint16(place + 8, true) & 1) === 1,
    method: view.getUint16(place + 10, true),
    checksum: view.getUint32(place + 16, true),
    packed: view.getUint32(place + 20, true),
    size: view.getUint32(place + 24, true),
    offset: view.getUint32(place + 42, true),
    name: new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameSize)),
    next: nameAt + nameSize + extraSize + noteSize,
  };
}

async function contents(view, bytes, entry) {
  const { name, offset, method } = entry;
  if (entry.encrypted) throw new Error(`archive: '${name}' is encrypted`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`archive: '${name}' is packed in an unknown way (${method})`);
  }
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== LOCAL) {
    throw new Error(`archive: '${name}' is not where the directory says`);
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  const plain = method === STORED ? packed : await inflated(packed, entry);
  if (plain.length !== entry.size) throw new Error(`archive: '${name}' has another length`);
  if (crc32(plain) !== entry.checksum) throw new Error(`archive: '${name}' is damaged`);
  return plain;
}

/** Unpacks, and stops as soon as more comes out than the directory promised. */
async function inflated(packed, entry) {
  const plain = new Uint8Array(entry.size);
  let filled = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    for (let reader = stream.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      plain.set(value, filled);
      filled += value.length;
    }
  } catch (fault) {
    throw new Error(`archive: '${entry.name}' cannot be unpacked (${fault.message})`);
  }
  return plain.subarray(0, filled);
}

const CHECKSUMS = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = -1;
  for (const byte of bytes) value = (value >>> 8) ^ CHECKSUMS[(value ^ byte) & 255];
  return (value ^ -1) >>> 0;
}
