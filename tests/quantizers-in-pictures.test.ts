import { readdirSync, readFileSync } from "node:fs";
import { createQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import {
  drawQuantizer,
  picturedQuantizers,
  picturedVariants,
  pictureName,
  quantizersPage,
} from "../docs/quantizer-pictures.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/** As the refusal of another name lists them. */
function registeredNames(): string[] {
  try {
    createQuantizer("none");
    return [];
  } catch (error) {
    return / only (.*)$/.exec(String(error))?.[1]?.split(", ") ?? [];
  }
}

beforeAll(() => tf.setBackend("cpu"));

test("every quantizer that is registered has a picture, and nothing else has", () => {
  const names = picturedQuantizers.map(({ name }) => name).sort();
  expect(registeredNames().sort()).toEqual(names);
  const files = readdirSync(new URL("../docs/pictures/quantizers/", import.meta.url));
  expect(files.sort()).toEqual(
    [...picturedQuantizers, ...picturedVariants].map(pictureName).sort(),
  );
});

test.each(
  [...picturedQuantizers, ...picturedVariants].map((one) => [pictureName(one), one] as const),
)("%s shows what the quantizer does", async (file, pictured) => {
  const svg = drawQuantizer(pictured);
  expect(svg).not.toMatch(/NaN|undefined/);
  await expect(svg).toMatchFileSnapshot(`../docs/pictures/quantizers/${file}`);
});

test("the page says what the README says, with paper and picture", async () => {
  const page = quantizersPage(read("packages/quantizers/README.md"));
  await expect(page).toMatchFileSnapshot("../docs/guide/quantizers-in-pictures.md");
  expect(() => quantizersPage("")).toThrow("the README's table has no row for signQuantizer");
});
