import type { Word } from "./words.ts";

/** How strongly each word of a translation hangs together with each word of its source, both ways:
 *  links[t][s] = p(s | t) · p(t | s).
 *
 *  p(s | t) is the mean over t's tokens of what the decoder's look put on s; p(t | s) is that over its sum for all t, so that a
 *  word which many look at a little is nobody's in particular.
 *  @param looked  float32 [target tokens, sourceTokens]: see `TranslationSession.alignIds` */
export function wordLinks(
  source: readonly Word[],
  target: readonly Word[],
  looked: Float32Array,
  sourceTokens: number,
): readonly (readonly number[])[] {
  const looks = target.map((word) =>
    source.map((from) => {
      let sum = 0;
      for (let token = word.first; token < word.next; token++) {
        for (let at = from.first; at < from.next; at++) sum += looked[token * sourceTokens + at];
      }
      return sum / (word.next - word.first);
    }),
  );
  const totals = source.map((_, s) => looks.reduce((sum, row) => sum + row[s], 0));
  return looks.map((row) => row.map((p, s) => (p === 0 ? 0 : (p * p) / totals[s])));
}
