import { join } from "node:path";
import { systems } from "@bnnkit/layers";
import { beforeEach, expect, test, vi } from "vitest";
import { systemNamed } from "../../src/image/network.ts";
import { scratchBars, trainBars } from "./train-bars.ts";

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

const presets = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.keys(presets).map((preset) => [systemNamed(system), preset] as const),
);

test.each(presets)(
  "%s, %s: the packed run says of every image what the network says",
  async (system, preset) => {
    const settings = {
      system,
      preset,
      network: "cnn",
      filters: [4, 8],
      units: [16],
      epochs: 2,
    } as const;
    const { model } = await trainBars(join(scratchBars(), "run"), settings);
    const { images, sameClass, largestDifference } = model?.comparison ?? {};
    expect(images).toBe(30);
    expect(sameClass).toBe(images);
    expect(largestDifference).toBeLessThan(1e-4);
  },
);
