import { InnerCase } from "./inner-case.ts";
import { seededIntegers } from "./seeded-shuffle.ts";

/** A sentence and its translation. */
export type TextPair = readonly [source: string, target: string];

export interface JoinOptions {
  /** Joined pairs to make, as a share of the pairs given. */
  readonly share: number;
  /** What stands between two sentences, in the language of the source and of the target. */
  readonly conjunctions: readonly TextPair[];
  /** Most characters of a source that becomes a part. */
  readonly longestPart: number;
}

/** A pair of which longer ones can be made. */
interface Part {
  /** The end mark of both sides. */
  readonly mark: string;
  /** Without the mark: what stands before a conjunction. */
  readonly first: TextPair;
  /** With the first word as inside a sentence: what stands behind it. */
  readonly second: TextPair;
}

const oneSentence = /^[^.!?]*[^.!?\s]([.!?])$/;

/** Longer pairs, each of two short ones with a conjunction between them: "Tom left." and "We stayed." become "Tom left,
 *  but we stayed.", and so do their translations. A model that has only seen short sentences ends its translation of a
 *  longer one too early.
 *
 *  Parts are single sentences with the same end mark on all four sides. A conjunction must not change the order of the
 *  words behind it, as German "und", "aber" and "denn" do not. The same pairs, options and seed give the same joined ones.
 *
 *  After Kondo, Hotate, Hirasawa, Kaneko and Komachi 2021, Sentence Concatenation Approach to Data Augmentation for
 *  Neural Machine Translation, https://arxiv.org/abs/2104.08478, where nothing stands between the parts.
 *  @returns as many as asked for, or fewer where a draw gives the same part twice */
export function joinPairs(
  pairs: readonly TextPair[],
  { share, conjunctions, longestPart }: JoinOptions,
  seed: number,
): TextPair[] {
  const count = Math.round(share * pairs.length);
  if (count === 0 || conjunctions.length === 0) return [];
  const parts = findParts(pairs, longestPart);
  const sameMark = new Map<string, Part[]>(parts.map(({ mark }) => [mark, []]));
  for (const part of parts) sameMark.get(part.mark)?.push(part);
  const integerBelow = seededIntegers(seed, count);
  const joined: TextPair[] = [];
  for (let i = 0; i < count && parts.length > 0; i++) {
    const part = parts[integerBelow(parts.length)];
    const partners = sameMark.get(part.mark) ?? [];
    const partner = partners[integerBelow(partners.length)];
    const between = conjunctions[integerBelow(conjunctions.length)];
    if (partner !== part) joined.push(join(part, between, partner));
  }
  return joined;
}

function findParts(pairs: readonly TextPair[], longestPart: number): Part[] {
  const sourceCase = new InnerCase(pairs.map(([source]) => source));
  const targetCase = new InnerCase(pairs.map(([, target]) => target));
  return pairs.flatMap(([source, target]) => {
    const mark = source.match(oneSentence)?.[1];
    if (mark === undefined || mark !== target.match(oneSentence)?.[1]) return [];
    const [innerSource, innerTarget] = [sourceCase.apply(source), targetCase.apply(target)];
    if (source.length > longestPart || innerSource === undefined || innerTarget === undefined) {
      return [];
    }
    const first = [source.slice(0, -1), target.slice(0, -1)] as const;
    return [{ mark, first, second: [innerSource, innerTarget] as const }];
  });
}

function join({ first }: Part, between: TextPair, { second }: Part): TextPair {
  return [first[0] + between[0] + second[0], first[1] + between[1] + second[1]];
}
