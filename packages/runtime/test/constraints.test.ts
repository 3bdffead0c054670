import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import { noRepeatConstraint } from "../src/search/no-repeat-constraint.ts";
import { type Slot, slotConstraint } from "../src/search/slot-constraint.ts";
import type { TokenConstraint } from "../src/search/token-constraint.ts";
import { createTranslationSession } from "../src/translate/translation-session.ts";
import { generatedIds, openSession, randomSources } from "./open-session.ts";
import { tinyModel } from "./tiny-model.ts";

const end = 2;
const vocabularySize = 31;
/** The last ten tokens stand for protected spans. */
const firstSlot = 21;
const reserved = new Set(Array.from({ length: 10 }, (_, i) => firstSlot + i));

/** Values with the first tokens, in order. */
function values(count: number): TokenConstraint {
  const slots = Array.from({ length: count }, (_, i): Slot => {
    return { token: firstSlot + i, role: "value", isOrdered: true };
  });
  return slotConstraint({ end, reserved, slots });
}

/** Allows one translation only, the end token its last. */
function exactly(tokens: readonly number[]): TokenConstraint {
  return {
    owed: Math.max(0, tokens.length - 1),
    allows: (token) => token === tokens[0],
    after: () => exactly(tokens.slice(1)),
  };
}

const sources = randomSources(vocabularySize, [4, 1, 9, 4, 6, 13, 2]);
const counts = [3, 0, 5, 1, 10, 2, 6];
const constraints = counts.map((count, i) => (i === 3 ? undefined : values(count)));

describe.each([
  { isa: "js", beamSize: 1 },
  { isa: "js", beamSize: 3 },
  { isa: "wasm-simd128", beamSize: 1 },
  { isa: "wasm-simd128", beamSize: 3 },
] as const)("constraints on $isa with a beam of $beamSize", ({ isa, beamSize }) => {
  const options = { beamSize, nBest: beamSize, maximumLength: 12, constraints };

  test("each slot once in every hypothesis, with the reference's log-probability", async () => {
    const { session, model } = await openSession({}, isa);
    const results = await session.translateIds(sources, options);
    results.forEach((list, i) => {
      expect(list.length).toBeGreaterThan(0);
      for (const hypothesis of list) {
        const { tokens, logProbabilities } = hypothesis;
        const slots = tokens.filter((token) => reserved.has(token));
        const expected = Array.from({ length: counts[i]! }, (_, slot) => firstSlot + slot);
        if (constraints[i] !== undefined) expect(slots).toEqual(expected);
        const reference = evaluateModel(model, sources[i]!, [1, ...tokens]);
        generatedIds(hypothesis).forEach((id, t) => {
          expect(Math.abs(logProbabilities[t]! - rowOf(reference, t)[id]!)).toBeLessThan(2e-4);
        });
      }
    });
  });

  test("a sentence gives the same alone and in any batch, bit for bit", async () => {
    const { session } = await openSession({}, isa);
    const together = await session.translateIds(sources, options);
    const small = await session.translateIds(sources, { ...options, batchTokens: 12 * beamSize });
    expect(small).toEqual(together);
    for (const [i, source] of sources.entries()) {
      const alone = { ...options, constraints: [constraints[i]] };
      expect(await session.translateIds([source], alone)).toEqual([together[i]]);
    }
    const reversed = await session.translateIds(sources.toReversed(), {
      ...options,
      constraints: constraints.toReversed(),
      keepOrder: true,
    });
    expect(reversed.toReversed()).toEqual(together);
    const free = await session.translateIds(sources, {
      ...options,
      constraints: sources.map(() => undefined),
    });
    const { constraints: _, ...without } = options;
    expect(free).toEqual(await session.translateIds(sources, without));
    expect(free[3]).toEqual(together[3]);
  });

  test("what is taken from the logits has the bits that a wider top gives", async () => {
    const { session } = await openSession({}, isa);
    const wanted = [30, 3, 17, 25, 4, end];
    const forced = { constraints: sources.map(() => exactly(wanted)) };
    const narrow = await session.translateIds(sources, { ...forced, beamSize });
    const wide = await session.translateIds(sources, { ...forced, beamSize: vocabularySize });
    expect(narrow).toEqual(wide);
    for (const [best] of narrow) expect(best!.tokens).toEqual(wanted.slice(0, -1));
  });
});

describe("translateIds with constraints", () => {
  test("a maximum length that is too short for the slots is raised", async () => {
    const { session } = await openSession();
    const options = { maximumLength: 1, constraints: [values(10), undefined, values(0)] };
    const [ten, free, none] = await session.translateIds([[5, 6], [7], [8]], options);
    expect(ten![0]!.tokens.filter((token) => reserved.has(token)).length).toBe(10);
    expect(generatedIds(ten![0]!).length).toBe(11);
    expect(generatedIds(free![0]!).length).toBe(1);
    expect(generatedIds(none![0]!).length).toBe(1);
  });

  test("tokens are reported while they are chosen", async () => {
    const { session } = await openSession();
    const streamed: number[][] = sources.map(() => []);
    const results = await session.translateIds(sources, {
      constraints,
      onToken: (sentence, token) => streamed[sentence]!.push(token),
    });
    expect(streamed).toEqual(results.map(([best]) => best!.tokens));
  });

  test("a model that repeats itself stops doing so", async () => {
    const { session } = await openSession({ tied: true });
    const loops = /\b(\d+),\1,\1\b/;
    const options = { maximumLength: 30 };
    const [free] = await session.translateIds([[5, 6, 7]], options);
    expect(free![0]!.tokens.join()).toMatch(loops);
    const constraints = [noRepeatConstraint(end)];
    const [cut] = await session.translateIds([[5, 6, 7]], { ...options, constraints });
    expect(cut![0]!.tokens.join()).not.toMatch(loops);
  });

  test("arrays that the caller changes after the call change nothing", async () => {
    const { session } = await openSession();
    const expected = await session.translateIds([[5, 6], [7]], {
      constraints: [values(2), undefined],
    });
    const given = [[5, 6], [7]];
    const of: (TokenConstraint | undefined)[] = [values(2), undefined];
    const work = session.translateIds(given, { constraints: of });
    given[0]![0] = 1e9;
    given[1]!.push(-1);
    given.pop();
    of.reverse();
    expect(await work).toEqual(expected);
  });

  test("a callback may make the arena grow in the middle of a step", async () => {
    const { session, kernels } = await openSession();
    const expected = await session.translateIds(sources, { constraints });
    let late: ReturnType<typeof createTranslationSession> | undefined;
    const before = kernels.float32(0, 1).buffer.byteLength;
    const results = await session.translateIds(sources, {
      constraints,
      onToken: () => {
        late ??= createTranslationSession(tinyModel({ vocabularySize: 100_000 }), kernels);
      },
    });
    expect(kernels.float32(0, 1).buffer.byteLength).toBeGreaterThan(before);
    expect(results).toEqual(expected);
    late!.dispose();
  });

  const good = values(1);
  test.each([
    ["no array", [[3]], "x", TypeError, "constraints must be an array"],
    ["one too few", [[3], [4]], [undefined], RangeError, "constraints must have 2 elements, got 1"],
    ["one too many", [], [good], RangeError, "constraints must have 0 elements, got 1"],
    ["null", [[3]], [null], TypeError, "constraints[0]"],
    ["no constraint", [[3], [4]], [good, { owed: 0 }], TypeError, "constraints[1]"],
    [
      "a debt that is no number",
      [[3]],
      [{ ...exactly([2]), owed: "1" }],
      TypeError,
      "constraints[0].owed",
    ],
    ["a negative debt", [[3]], [{ ...exactly([2]), owed: -1 }], RangeError, "constraints[0].owed"],
    [
      "more than the model has positions for",
      [[3]],
      [{ ...exactly([2]), owed: 40 }],
      RangeError,
      "0 … 39",
    ],
    ["a debt of an empty sentence", [[]], [good], RangeError, "constraints[0].owed"],
    ["a constraint without a way on", [[3]], [exactly([])], RangeError, "nothing after 0 tokens"],
  ])("refuses %s", async (_, given, wrong, kind, message) => {
    const { session, kernels } = await openSession();
    const before = kernels.mark();
    // @ts-expect-error: some constraints are wrong on purpose
    const result = session.translateIds(given, { constraints: wrong });
    await expect(result).rejects.toThrow(kind);
    await expect(result).rejects.toThrow(message);
    expect(kernels.mark()).toBe(before);
  });
});
