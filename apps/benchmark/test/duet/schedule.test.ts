import { expect, test } from "vitest";
import { orders, type Side, timeSides } from "../../src/duet/schedule.ts";

/** Sides that take so many milliseconds a run, and a record of who was asked. */
function sidesOf(speeds: { readonly base: number; readonly head: number; readonly same: number }) {
  const asked: string[] = [];
  const side =
    (name: keyof typeof speeds): Side =>
    async (runs, referenceRuns) => {
      asked.push(name);
      return { arm: runs * speeds[name], reference: referenceRuns * 0.125 };
    };
  return { asked, sides: { base: side("base"), head: side("head"), same: side("same") } };
}

test("over the orders each side comes first, second and third, and after each other, equally often", () => {
  for (const place of [0, 1, 2])
    for (const name of ["base", "head", "same"])
      expect(orders.filter((order) => order[place] === name)).toHaveLength(2);
  expect(new Set(orders.map((order) => order.join())).size).toBe(6);
});

test("times are of one run, a turn at the same place of each list, without the first", async () => {
  const { sides, asked } = sidesOf({ base: 0.25, head: 0.5, same: 0.25 });
  const times = await timeSides(sides, { turns: 6, sampleMilliseconds: 8 });
  expect(times).toEqual({
    base: new Array(6).fill(0.25),
    head: new Array(6).fill(0.5),
    same: new Array(6).fill(0.25),
    referenceBase: new Array(6).fill(0.125),
    referenceHead: new Array(6).fill(0.125),
    runsPerSample: 40,
  });
  const turns = asked.slice(-18);
  expect(turns.slice(0, 6)).toEqual(["base", "head", "same", "same", "head", "base"]);
});

test("a slow arm has ten runs, so that a tenth more is one more", async () => {
  const { sides } = sidesOf({ base: 1000, head: 1000, same: 1000 });
  expect((await timeSides(sides, { turns: 1, sampleMilliseconds: 1 })).runsPerSample).toBe(10);
});

test("an aborted signal ends it", async () => {
  const { sides } = sidesOf({ base: 1, head: 1, same: 1 });
  const signal = AbortSignal.abort(new Error("stopped"));
  const options = { turns: 1, sampleMilliseconds: 1, signal };
  await expect(timeSides(sides, options)).rejects.toThrow("stopped");
});
