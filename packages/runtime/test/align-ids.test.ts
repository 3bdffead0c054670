import { sameDomain, typeGraph } from "@bnnkit/model";
import { evaluateValues, type Matrix, matrix, rowOf } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import { openSession, randomSources } from "./open-session.ts";
import type { TinyModel } from "./tiny-model.ts";

const column = (ids: readonly number[]): Matrix => matrix(ids.length, 1, (row) => ids[row]!);

/** The mean over heads of softmax(q·kᵀ/√d) of all cross attentions, in float64 from the definition of the nodes. */
function expectedLook(
  model: TinyModel,
  source: readonly number[],
  target: readonly number[],
): number[][] {
  const { encoder, decoder } = model.description.graphs;
  const encoded = evaluateValues(
    model,
    encoder,
    new Map([[encoder.inputs[0]!.name, column(source)]]),
  );
  const read = [model.description.tokens.begin, ...target.slice(0, -1)];
  const inputs = decoder.inputs.map(
    ({ name, kind }) =>
      [name, kind === "ids" ? column(read) : encoded.get(encoder.output)!] as const,
  );
  const values = evaluateValues(model, decoder, new Map(inputs));
  const looks = typeGraph(decoder, "test").nodes.flatMap(({ node, inputs: types, output }) => {
    const [, keys] = types;
    if (node.op !== "attention" || keys?.kind !== "numbers") return [];
    if (sameDomain(keys.domain, output.domain)) return [];
    const [q, k] = [values.get(node.inputs[0])!, values.get(node.inputs[1])!];
    const d = q.columns / node.heads;
    return Array.from({ length: node.heads }, (_, head) =>
      target.map((_, t) => {
        const scores = source.map((_, s) => {
          let sum = 0;
          for (let i = head * d; i < (head + 1) * d; i++) sum += rowOf(q, t)[i]! * rowOf(k, s)[i]!;
          return Math.exp(sum / Math.sqrt(d));
        });
        const total = scores.reduce((a, b) => a + b, 0);
        return scores.map((score) => score / total);
      }),
    );
  });
  return target.map((_, t) =>
    source.map((_, s) => looks.reduce((sum, head) => sum + head[t]![s]!, 0) / looks.length),
  );
}

const variants = [
  { title: "float", weightBits: 32, activationBits: 32, tableBits: 32 },
  { title: "one-bit weights and activations", tableBits: 32 },
  { title: "W1A1 with one-bit attention", attentionBits: 1 },
] as const;

describe.each(["js", "wasm-simd128"] as const)("alignIds on %s", (isa) => {
  test.each(variants)("equals the reference: $title", async (variant) => {
    const { session, model } = await openSession(variant, isa);
    const { vocabularySize } = model.description.tokens;
    const sources = randomSources(vocabularySize, [1, 5, 7]);
    const targets = randomSources(vocabularySize, [3, 1, 11]);
    const looked = await session.alignIds(sources, targets);
    looked.forEach((look, i) => {
      const expected = expectedLook(model, sources[i]!, targets[i]!).flat();
      expect(look).toHaveLength(expected.length);
      const worst = Math.max(...expected.map((p, at) => Math.abs(look[at]! - p)));
      expect(worst).toBeLessThan(2e-4);
    });
  });
});

describe("alignIds", () => {
  test("a pair gives the same alone and in any batch; one without tokens an empty one", async () => {
    const { session, model } = await openSession();
    const { vocabularySize } = model.description.tokens;
    const sources = [...randomSources(vocabularySize, [2, 40, 40, 40, 40]), [], [3]];
    const targets = [...randomSources(vocabularySize, [3, 5, 7, 2, 1]), [4], []];
    const together = await session.alignIds(sources, targets);
    for (const [i, source] of sources.entries()) {
      expect(together[i]).toEqual((await session.alignIds([source], [targets[i]!]))[0]);
    }
    expect(together.map(({ length }) => length)).toEqual([6, 200, 280, 80, 40, 0, 0]);
  });

  test("does not disturb translations, and gives its memory back", async () => {
    const { session, kernels, model } = await openSession();
    const sources = randomSources(model.description.tokens.vocabularySize);
    const before = await session.translateIds(sources, { beamSize: 3 });
    const mark = kernels.mark();
    await session.alignIds(
      sources,
      before.map(([best]) => best!.tokens),
    );
    expect(kernels.mark()).toBe(mark);
    expect(await session.translateIds(sources, { beamSize: 3 })).toEqual(before);
  });

  test("wrong arguments, an aborted signal and a session that is gone are refused", async () => {
    const { session } = await openSession();
    expect(session.canAlign).toBe(true);
    await expect(session.alignIds([[3]], [])).rejects.toThrow(/alignIds: targets/);
    await expect(session.alignIds([[3]], [[31]])).rejects.toThrow(/a token of targets\[0\]/);
    await expect(session.alignIds([[-1]], [[3]])).rejects.toThrow(/a token of sources\[0\]/);
    const long = Array.from({ length: 41 }, () => 3);
    await expect(session.alignIds([[3]], [long])).rejects.toThrow(/at most 40 tokens, got 41/);
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(session.alignIds([[3]], [[3]], { signal })).rejects.toThrow("stop");
    session.dispose();
    await expect(session.alignIds([[3]], [[3]])).rejects.toThrow(/disposed/);
  });
});
