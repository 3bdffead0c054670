import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { systemNamed } from "../../src/image/network.ts";
import { scratchBars, trainBars } from "./train-bars.ts";

/** Tests that a network of each preset is trained and packed, and the packed run says of every image what the network says. */
export function testSameClassPacked(
  presets: readonly (readonly [system: string, preset: string])[],
): void {
  beforeEach(() => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    return () => write.mockRestore();
  });

  test.each(presets)(
    "%s, %s: the packed run says of every image what the network says",
    async (system, preset) => {
      const settings = {
        system: systemNamed(system),
        preset,
        network: "cnn",
        filters: [4, 8],
        units: [16],
        epochs: 2,
      } as const;
      const { model } = await trainBars(join(scratchBars(), "run"), settings);
      const { images, sameClass, sameScores, largestDifference } = model?.comparison ?? {};
      expect(images).toBe(30);
      expect(sameClass).toBe(images);
      expect(sameScores).toBe(images);
      expect(largestDifference).toBeLessThan(1e-4);
    },
  );
}
