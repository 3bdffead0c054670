import { expect, test } from "vitest";
import { shardSeed } from "../../src/node/shard-seed.ts";

test("1,331 neighbouring (seed, step, shard) give 1,331 unsigned 32-bit seeds", () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 11; seed++) {
    for (let step = 0; step < 11; step++) {
      for (let shard = 0; shard < 11; shard++) seeds.add(shardSeed(seed, step, shard));
    }
  }
  expect(seeds.size).toBe(11 ** 3);
  for (const seed of seeds) expect(seed).toBe(seed >>> 0);
});

test("each bit of the seed is set about half of the time", () => {
  const counts = new Array<number>(32).fill(0);
  for (let step = 0; step < 4096; step++) {
    const seed = shardSeed(1, step, 0);
    for (let bit = 0; bit < 32; bit++) counts[bit] += (seed >>> bit) & 1;
  }
  // 6 standard deviations of a fair coin: 6·√(4096/4)
  for (const count of counts) expect(Math.abs(count - 2048)).toBeLessThan(6 * 32);
});
