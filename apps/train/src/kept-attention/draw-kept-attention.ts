import { seriesColours, standaloneSvg } from "../picture/standalone-svg.ts";

/** An image with what one of its patches attends to. */
export interface AttendedImage {
  /** Shade of each pixel, 0 … 255, line by line. */
  readonly shades: readonly number[];
  /** Pixels of a line. */
  readonly width: number;
  /** Height and width of a patch, in pixels. */
  readonly patch: number;
  /** Number of the patch that asks, line by line. */
  readonly query: number;
  /** For each head of each layer, whether each patch is kept. */
  readonly kept: readonly (readonly boolean[])[];
}

const panelPixels = 72;
const gapPixels = 8;
const headPixels = 34;
/** Shades that are told apart; fewer make a smaller file. */
const shadeCount = 16;

/** A picture in SVG: a line for each image, first the image, then for each head what one patch, which has a frame, keeps; the rest is veiled.
 *  @param heads  names of the heads, of all layers in their order */
export function drawKeptAttention(
  images: readonly AttendedImage[],
  heads: readonly string[],
): string {
  const step = panelPixels + gapPixels;
  const [width, height] = [
    gapPixels + step * (1 + heads.length),
    headPixels + step * images.length,
  ];
  return standaloneSvg("What a patch of an image attends to, by layer and head", (document) => {
    const svg = element(document, "svg", {
      ...{ width, height },
      viewBox: `0 0 ${width} ${height}`,
    });
    for (const [i, name] of ["image", ...heads].entries()) {
      svg.append(label(document, name, gapPixels + i * step + panelPixels / 2));
    }
    for (const [line, image] of images.entries()) {
      const top = headPixels + line * step;
      const drawn = element(document, "g", { id: `image-${line}` });
      drawn.append(...shadesOf(document, image));
      svg.append(panelAt(document, { left: gapPixels, top, image }, [drawn]));
      for (const [i, kept] of image.kept.entries()) {
        const again = element(document, "use", { href: `#image-${line}` });
        const place = { left: gapPixels + (i + 1) * step, top, image };
        svg.append(panelAt(document, place, [again, ...veils(document, image, kept)]));
      }
    }
    return svg;
  });
}

/** A group whose units are the pixels of the image, with a frame around the patch that asks. */
function panelAt(
  document: Document,
  place: { readonly left: number; readonly top: number; readonly image: AttendedImage },
  content: readonly Element[],
): Element {
  const { left, top, image } = place;
  const scale = panelPixels / image.width;
  const panel = element(document, "g", {
    transform: `translate(${left} ${top}) scale(${scale})`,
  });
  const frame = { fill: "none", stroke: seriesColours[1], "stroke-width": 1 };
  const [x, y] = cornerOf(image, image.query);
  const asking = { x, y, width: image.patch, height: image.patch };
  panel.append(...content, element(document, "rect", { ...asking, ...frame }));
  return panel;
}

/** The image as one path for each shade, whose parts are runs of pixels. */
function shadesOf(document: Document, { shades, width }: AttendedImage): readonly Element[] {
  const runs = new Map<number, string>();
  const levels = shades.map((shade) => Math.floor((shade * shadeCount) / 256));
  for (let from = 0, to = 1; from < levels.length; from = to++) {
    while (to % width !== 0 && levels[to] === levels[from]) to++;
    const [x, y] = [from % width, Math.floor(from / width)];
    const run = `M${x} ${y}h${to - from}v1h${from - to}z`;
    runs.set(levels[from], `${runs.get(levels[from]) ?? ""}${run}`);
  }
  return [...runs]
    .sort(([a], [b]) => a - b)
    .map(([level, d]) => {
      const grey = Math.round((level * 255) / (shadeCount - 1));
      return element(document, "path", { d, fill: `rgb(${grey} ${grey} ${grey})` });
    });
}

function veils(
  document: Document,
  image: AttendedImage,
  kept: readonly boolean[],
): readonly Element[] {
  const { patch } = image;
  const corners = kept.flatMap((isKept, i) => (isKept ? [] : [cornerOf(image, i)]));
  const d = corners.map(([x, y]) => `M${x} ${y}h${patch}v${patch}h${-patch}z`).join("");
  return d === "" ? [] : [element(document, "path", { d, fill: "#8b949e", "fill-opacity": 0.85 })];
}

/** Left and top of a patch. */
function cornerOf({ width, patch }: AttendedImage, i: number): readonly [x: number, y: number] {
  const columns = width / patch;
  return [(i % columns) * patch, Math.floor(i / columns) * patch];
}

function label(document: Document, name: string, x: number): Element {
  const text = element(document, "text", {
    ...{ x, y: headPixels - 12, "text-anchor": "middle", fill: "currentColor" },
    ...{ "font-size": 11, "font-family": "system-ui, sans-serif" },
  });
  text.textContent = name;
  return text;
}

function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
): Element {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
