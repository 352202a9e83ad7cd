// Photos are made small on the phone. Drawing them anew leaves out place, time and make of the camera.
import { sha256, uuid7 } from "./keys.js";

const SIDES = [1600, 1280, 1024, 800, 640];
const QUALITIES = [0.82, 0.7, 0.55];
export const LARGEST = 400_000;
export const PDF_LARGEST = 4_000_000;

async function drawable(file) {
  if (self.createImageBitmap) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // an older browser knows no options, or not this kind of picture: an image element may
    }
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
  } finally {
    setTimeout(() => URL.revokeObjectURL(image.src), 1000);
  }
  return image;
}

function drawn(picture, side) {
  const [width, height] = [picture.naturalWidth ?? picture.width, picture.naturalHeight ?? picture.height];
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpeg = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

/** A JPEG of at most 400 kB; throws when the browser cannot read the picture. */
export async function shrunk(file) {
  const picture = await drawable(file);
  let best = null;
  for (const side of SIDES) {
    const canvas = drawn(picture, side);
    for (const quality of QUALITIES) {
      best = await jpeg(canvas, quality);
      if (best && best.size <= LARGEST) return best;
    }
  }
  return best;
}

/** A chosen file as it is kept and sent; null when it cannot be. A PDF of minutes goes as it is. */
export async function taken(file, owner) {
  const paper = file.type === "application/pdf";
  if (paper && file.size > PDF_LARGEST) return null;
  let blob;
  try {
    blob = paper ? file : await shrunk(file);
  } catch {
    return null;
  }
  if (!blob) return null;
  const bytes = await blob.arrayBuffer();
  return {
    id: uuid7(), owner, at: Date.now(), name: file.name ?? "", blob: new Blob([bytes], { type: blob.type }),
    sha256: await sha256(bytes), size: bytes.byteLength, media_type: paper ? "application/pdf" : "image/jpeg", use: "minutes", consent: "",
  };
}
