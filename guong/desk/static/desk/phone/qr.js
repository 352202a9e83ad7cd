// QR codes (ISO/IEC 18004) of texts, level L, in bytes. The smallest version that holds the text; drawn as SVG.
// Held against the server's codes by a browser test.
const ECC_PER_BLOCK = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];

/** All modules that carry data or correction in a version. */
function rawModules(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligns = Math.floor(version / 7) + 2;
    modules -= (25 * aligns - 10) * aligns - 55;
    if (version >= 7) modules -= 36;
  }
  return modules;
}

const dataBytes = (version) => Math.floor(rawModules(version) / 8) - ECC_PER_BLOCK[version] * BLOCKS[version];

// --- Reed–Solomon over GF(256)

function times(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((other >>> bit) & 1) * one;
  }
  return product;
}

function divisor(degree) {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let step = 0; step < degree; step++) {
    for (let place = 0; place < degree; place++) {
      result[place] = times(result[place], root) ^ (place + 1 < degree ? result[place + 1] : 0);
    }
    root = times(root, 2);
  }
  return result;
}

function remainder(data, by) {
  const result = new Uint8Array(by.length);
  for (const byte of data) {
    const factor = byte ^ result[0];
    result.copyWithin(0, 1);
    result[result.length - 1] = 0;
    by.forEach((coefficient, place) => (result[place] ^= times(coefficient, factor)));
  }
  return result;
}

// --- bytes

function packed(bytes, version) {
  const bits = [];
  const add = (value, length) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >>> bit) & 1);
  };
  add(4, 4);
  add(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) add(byte, 8);
  const room = dataBytes(version) * 8;
  add(0, Math.min(4, room - bits.length));
  add(0, (8 - (bits.length % 8)) % 8);
  for (let fill = 0xec; bits.length < room; fill ^= 0xec ^ 0x11) add(fill, 8);
  return Uint8Array.from({ length: room / 8 }, (_, place) => bits.slice(place * 8, place * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0));
}

function interleaved(data, version) {
  const [blocks, correction] = [BLOCKS[version], ECC_PER_BLOCK[version]];
  const raw = Math.floor(rawModules(version) / 8);
  const short = blocks - (raw % blocks);
  const length = Math.floor(raw / blocks) - correction;
  const by = divisor(correction);
  const parts = [];
  for (let block = 0, from = 0; block < blocks; block++) {
    const piece = data.slice(from, (from += length + (block < short ? 0 : 1)));
    parts.push({ piece, ecc: remainder(piece, by) });
  }
  const result = [];
  for (let place = 0; place <= length; place++) for (const { piece } of parts) if (place < piece.length) result.push(piece[place]);
  for (let place = 0; place < correction; place++) for (const { ecc } of parts) result.push(ecc[place]);
  return result;
}

// --- modules

function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const result = [6];
  for (let place = version * 4 + 10; result.length < count; place -= step) result.splice(1, 0, place);
  return result;
}

function frame(version) {
  const size = version * 4 + 17;
  const dark = Array.from({ length: size }, () => new Uint8Array(size));
  const fixed = Array.from({ length: size }, () => new Uint8Array(size));
  const set = (x, y, value) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = value ? 1 : 0;
    fixed[y][x] = 1;
  };
  for (let place = 0; place < size; place++) {
    set(6, place, place % 2 === 0);
    set(place, 6, place % 2 === 0);
  }
  const around = (cx, cy, reach, light) => {
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) {
      set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) around(x, y, 4, [2, 4]);
  const places = alignments(version);
  const last = places.length - 1;
  places.forEach((x, i) => places.forEach((y, j) => {
    if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) around(x, y, 2, [1]);
  }));
  return { size, dark, fixed, set };
}

function stated(code, version, mask) {
  const { size, set } = code;
  let rest = (1 << 3) | mask; // level L
  const data = rest;
  for (let step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (place) => (bits >>> place) & 1;
  for (let place = 0; place <= 5; place++) set(8, place, bit(place));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let place = 9; place < 15; place++) set(14 - place, 8, bit(place));
  for (let place = 0; place < 8; place++) set(size - 1 - place, 8, bit(place));
  for (let place = 8; place < 15; place++) set(8, size - 15 + place, bit(place));
  set(8, size - 8, 1);
  if (version < 7) return;
  let more = version;
  for (let step = 0; step < 12; step++) more = (more << 1) ^ ((more >>> 11) * 0x1f25);
  const info = (version << 12) | more;
  for (let place = 0; place < 18; place++) {
    const [far, near] = [size - 11 + (place % 3), Math.floor(place / 3)];
    set(far, near, (info >>> place) & 1);
    set(near, far, (info >>> place) & 1);
  }
}

function fill(code, bytes) {
  const { size, dark, fixed } = code;
  let place = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) for (let column = 0; column < 2; column++) {
      const x = right - column;
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      if (fixed[y][x] || place >= bytes.length * 8) continue;
      dark[y][x] = (bytes[place >>> 3] >>> (7 - (place & 7))) & 1;
      place++;
    }
  }
}

const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

function masked({ size, dark, fixed }, mask) {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (!fixed[y][x] && MASKS[mask](x, y) === 0) dark[y][x] ^= 1;
}

const FINDERS = ["10111010000", "00001011101"];

/** How hard a code is to read; the mask with the least is taken. */
function penalty({ size, dark }) {
  let sum = 0;
  const rows = dark.map((row) => row.join(""));
  const columns = Array.from({ length: size }, (_, x) => dark.map((row) => row[x]).join(""));
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (const finder of FINDERS) for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) sum += 40;
  }
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) {
    const colours = dark[y][x] + dark[y - 1][x] + dark[y][x - 1] + dark[y - 1][x - 1];
    if (colours % 4 === 0) sum += 3;
  }
  const share = rows.join("").replaceAll("0", "").length / (size * size);
  return sum + Math.floor(Math.abs(share * 100 - 50) / 5) * 10;
}

/** Rows of 0 and 1. `mask`: null for the best. RangeError when the text does not fit. */
export function matrix(text, mask = null) {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  while (version <= 40 && dataBytes(version) * 8 < 4 + (version < 10 ? 8 : 16) + bytes.length * 8) version++;
  if (version > 40) throw new RangeError("too long for a QR code");
  const whole = interleaved(packed(bytes, version), version);
  const made = (which) => {
    const code = frame(version);
    stated(code, version, which);
    fill(code, whole);
    masked(code, which);
    return code;
  };
  if (mask !== null) return made(mask).dark;
  const codes = MASKS.map((_, which) => made(which));
  const [best] = codes.map((code) => [penalty(code), code]).sort((one, other) => one[0] - other[0])[0].slice(1);
  return best.dark;
}

/** An <svg>, dark on white in any theme, four modules of quiet zone. */
export function svg(text, label) {
  const rows = matrix(text);
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const size = rows.length + 8;
  const path = rows.flatMap((row, y) => [...row].map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) {
    drawing.setAttribute(name, value);
  }
  for (const [d, fill] of [[`M0 0h${size}v${size}H0z`, "#ffffff"], [path, "#1a1714"]]) {
    const made = document.createElementNS(space, "path");
    made.setAttribute("d", d);
    made.setAttribute("fill", fill);
    drawing.append(made);
  }
  return drawing;
}
