import { join } from "node:path";
import { systems } from "@bnnkit/layers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { systemNamed } from "../../src/image/network.ts";
import { scratchBars, trainBars } from "./train-bars.ts";

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

const presets = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.keys(presets).map((preset) => [systemNamed(system), preset] as const),
);

describe.each(presets)("%s, %s", (system, preset) => {
  test.each([
    ["mlp", []],
    ["cnn", [4, 8]],
  ] as const)(
    "%s: the packed run says of every image what the network says",
    async (network, filters) => {
      const settings = { system, preset, network, filters, units: [16], epochs: 2 };
      const { model } = await trainBars(join(scratchBars(), "run"), settings);
      const { images, sameClass, largestDifference } = model?.comparison ?? {};
      expect(images).toBe(30);
      expect(sameClass).toBe(images);
      expect(largestDifference).toBeLessThan(1e-4);
    },
  );
});
