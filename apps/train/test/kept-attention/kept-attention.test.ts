import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { drawKeptAttention } from "../../src/kept-attention/draw-kept-attention.ts";
import { keptAttention } from "../../src/kept-attention/kept-attention.ts";
import { scratchBars, trainBars } from "../image/train-bars.ts";

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

test("an image is runs of shades; what a head does not keep is veiled, and the patch that asks framed", () => {
  // Two patches of 2 × 2 side by side; 15 and 0 are one shade, 255 the lightest.
  const shades = [0, 15, 255, 255, 0, 0, 0, 255];
  const image = { shades, width: 4, patch: 2, query: 1 };
  const kept = [
    [true, false],
    [true, true],
  ];
  const svg = drawKeptAttention([{ ...image, kept }], ["1.1", "1.2"]);
  expect(svg).toContain('<path fill="rgb(0 0 0)" d="M0 0h2v1h-2zM0 1h3v1h-3z" />');
  expect(svg).toContain('<path fill="rgb(255 255 255)" d="M2 0h2v1h-2zM3 1h1v1h-1z" />');
  // Of the first head alone: the second patch.
  expect(svg.match(/fill-opacity/g)).toHaveLength(1);
  expect(svg).toContain('fill="#8b949e" d="M2 0h2v2h-2z" />');
  expect(svg.match(/height="2" width="2" y="0" x="2"/g)).toHaveLength(3);
  expect(svg.match(/<text [^>]*>[^<]*/g)?.map((text) => text.replace(/.*>/, ""))).toEqual([
    "image",
    "1.1",
    "1.2",
  ]);
});

test("a picture of a run has a panel for each head of each image; float attention and absent images are refused", async () => {
  const folder = scratchBars();
  const [run, float] = [join(folder, "run"), join(folder, "float")];
  await trainBars(run, { network: "vit", system: "bivit", preset: "one-bit", epochs: 1 });
  const svg = await keptAttention({ run, images: [29, 3, 4] });
  // The image itself and two heads of one layer.
  expect(svg.match(/<rect /g)).toHaveLength(3 * 3);
  // Images of 8 × 8 have 4 patches; the one in the middle begins at 4, 4.
  expect(svg.match(/height="4" width="4" y="4" x="4"/g)).toHaveLength(3 * 3);
  await expect(keptAttention({ run, images: [30] })).rejects.toThrow(
    "--images: there are 30 test images, 0 … 29, got 30",
  );
  await trainBars(float, { network: "vit", system: "float", preset: "float", epochs: 1 });
  await expect(keptAttention({ run: float, images: [0] })).rejects.toThrow(
    "holds no attention of zeros and ones, but float",
  );
});
