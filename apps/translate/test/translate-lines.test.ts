import { expect, test } from "vitest";
import { loadModel } from "../src/load-model.ts";
import { type LineProgress, translateLines } from "../src/translate-lines.ts";

const options = {
  ...{ beam: 1, nBest: 1, threads: 1, json: false, stream: false, explain: false },
  ...{ statistics: false, verify: false, keep: [], terms: {}, localizeNumbers: false },
  unreliable: "mark",
} as const;

async function* linesOf(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

test.each([false, true])(
  "progress moves within a line, streamed or not (%s), and never back",
  async (stream) => {
    using translator = await loadModel({ threads: 1 });
    const told: LineProgress[] = [];
    await translateLines(
      translator,
      { ...options, stream },
      {
        lines: linesOf("I am tired. Tom is here. We have a dog.", "Good morning."),
        output: { write: async () => undefined },
        signal: new AbortController().signal,
        onUnreliable: () => undefined,
        onProgress: (progress) => told.push(progress),
      },
    );
    expect(told.some(({ lines, sentences }) => lines === 0 && sentences > 0)).toBe(true);
    for (const [i, { lines, sentences }] of told.slice(1).entries()) {
      expect(lines).toBeGreaterThanOrEqual(told[i]?.lines ?? 0);
      expect(sentences).toBeGreaterThanOrEqual(told[i]?.sentences ?? 0);
    }
    expect(told.at(-1)).toEqual({ lines: 2, sentences: 4 });
  },
);
