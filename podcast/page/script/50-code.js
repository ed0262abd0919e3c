// QR codes (ISO/IEC 18004) for addresses: bytes, error correction M, versions 1 to 10, mask 0.

// For each version: error correction bytes per block, then the data bytes of each block.
const BLOCKS = [
  [10, 16], [16, 28], [26, 44], [18, 32, 32], [24, 43, 43], [16, 27, 27, 27, 27],
  [18, 31, 31, 31, 31], [22, 38, 38, 39, 39], [22, 36, 36, 36, 37, 37], [26, 43, 43, 43, 43, 44],
];
const ALIGNED = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]];
const FORMAT = 0b101010000010010; // M with mask 0, as the standard encodes it

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Product in GF(256), the field that Reed-Solomon codes use. */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

function correction(bytes, count) {
  let divisor = [...Array(count - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < count; i += 1) {
    divisor = divisor.map((value, j) => times(value, root) ^ (divisor[j + 1] ?? 0));
    root = times(root, 2);
  }
  let rest = Array(count).fill(0);
  for (const byte of bytes) {
    const factor = byte ^ rest[0];
    rest = [...rest.slice(1), 0].map((value, i) => value ^ times(divisor[i], factor));
  }
  return rest;
}

/** Encode `bytes` as bits in the smallest version with enough room; null if there is none. */
function packed(bytes) {
  const bits = (number, width) => [...number.toString(2).padStart(width, '0')].map(Number);
  const counter = (version) => (version < 10 ? 8 : 16);
  const room = (blocks, index) => sum(blocks.slice(1)) * 8 - 4 - counter(index + 1);
  const version = BLOCKS.findIndex((blocks, index) => room(blocks, index) >= bytes.length * 8) + 1;
  if (!version) return null;
  const [width, ...sizes] = BLOCKS[version - 1];
  const all = [...bits(4, 4), ...bits(bytes.length, counter(version))];
  for (const byte of bytes) all.push(...bits(byte, 8));
  all.push(...Array(Math.min(4, sum(sizes) * 8 - all.length)).fill(0));
  all.push(...Array(-all.length & 7).fill(0));
  const words = Array.from({ length: all.length / 8 }, (_, i) =>
    parseInt(all.slice(8 * i, 8 * i + 8).join(''), 2),
  );
  for (let pad = 0xec; words.length < sum(sizes); pad ^= 0xec ^ 0x11) words.push(pad);
  const parts = sizes.map((size) => words.splice(0, size));
  const ends = parts.map((part) => correction(part, width));
  const mixed = (lists) =>
    Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) =>
      lists.map((list) => list[i]).filter((byte) => byte !== undefined),
    ).flat();
  return { version, bits: [...mixed(parts), ...mixed(ends)].flatMap((byte) => bits(byte, 8)) };
}

/** Rows of a QR code, true for dark modules; null if the text is too long. */
function matrix(text) {
  const data = packed(new TextEncoder().encode(text));
  if (!data) return null;
  const size = 17 + 4 * data.version;
  const rows = Array.from({ length: size }, () => Array(size).fill(null));
  const put = (x, y, dark) => {
    if (rows[y] && x >= 0 && x < size) rows[y][x] = Boolean(dark);
  };
  const ring = (x, y, radius, light) => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        put(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  for (let i = 0; i < size; i += 1) {
    put(i, 6, i % 2 === 0);
    put(6, i, i % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) ring(x, y, 4, [2, 4]);
  const centres = data.version > 1 ? [6, ...ALIGNED[data.version - 1]] : [];
  const last = size - 7;
  for (const x of centres) {
    for (const y of centres) {
      const corner = [x, y].every((place) => place === 6 || place === last);
      if (!corner || (x === last && y === last)) ring(x, y, 2, [1]);
    }
  }
  placeFormat(put, size);
  if (data.version > 6) placeVersion(put, size, data.version);
  fill(rows, data.bits);
  return rows;
}

function placeFormat(put, size) {
  for (let i = 0; i < 15; i += 1) {
    const dark = (FORMAT >> i) & 1;
    if (i < 8) put(8, i < 6 ? i : i + 1, dark);
    else put(i === 8 ? 7 : 14 - i, 8, dark);
    if (i < 8) put(size - 1 - i, 8, dark);
    else put(8, size - 15 + i, dark);
  }
  put(8, size - 8, true);
}

function placeVersion(put, size, version) {
  let rest = version;
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const code = (version << 12) | rest;
  for (let i = 0; i < 18; i += 1) {
    const [near, far] = [Math.floor(i / 3), size - 11 + (i % 3)];
    put(far, near, (code >> i) & 1);
    put(near, far, (code >> i) & 1);
  }
}

/** Place the bits in two-column strips from the right, alternately up and down; pad with 0. */
function fill(rows, bits) {
  const size = rows.length;
  let next = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i += 1) {
      const upwards = ((right + 1) & 2) === 0;
      const y = upwards ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== null) continue;
        rows[y][x] = Boolean((bits[next] ?? 0) ^ ((x + y) % 2 === 0));
        next += 1;
      }
    }
  }
}

function drawCode(figure, text) {
  const rows = matrix(text);
  if (!rows || !figure) return;
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  const side = rows.length + 6;
  const cells = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 3} ${y + 3}h1v1h-1z` : '')));
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  path.setAttribute('d', cells.join(''));
  svg.append(path);
  one('[role=img]', figure).replaceChildren(svg);
  figure.hidden = false;
}
