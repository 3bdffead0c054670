import { seededIntegers } from "../data/seeded-shuffle.ts";

/** Share of the tokens that are to be found again. */
export const maskedShare = 0.15;

/** Texts with tokens taken out, and which those were. */
export interface MaskedTexts {
  readonly texts: readonly (readonly number[])[];
  /** Rows of the padded batch, `text·length + position`. */
  readonly places: readonly number[];
  /** The token that was at each place. */
  readonly targets: readonly number[];
}

export interface MaskOptions {
  /** Token that stands for one that was taken out. */
  readonly mask: number;
  readonly vocabularySize: number;
  /** Decide what is drawn. */
  readonly keys: readonly number[];
}

/** Chooses {@link maskedShare} of the tokens between the first and the last of each text, one at least of a text that has any: of ten of
 *  them eight become the mask, one becomes any token, one stays.
 *
 *  Devlin et al. 2019, https://arxiv.org/abs/1810.04805, §3.1 and A.1 */
export function maskTokens(
  texts: readonly (readonly number[])[],
  { mask, vocabularySize, keys }: MaskOptions,
): MaskedTexts {
  const below = seededIntegers(...keys);
  const length = Math.max(...texts.map((text) => text.length));
  const places: number[] = [];
  const targets: number[] = [];
  const masked = texts.map((text, t) => {
    const inner = text.length - 2;
    if (inner < 1) return text;
    const sure = 1 + below(inner);
    const copy = [...text];
    for (let i = 1; i <= inner; i++) {
      if (i !== sure && below(1000) >= 1000 * maskedShare) continue;
      places.push(t * length + i);
      targets.push(text[i]);
      const tenth = below(10);
      if (tenth < 8) copy[i] = mask;
      else if (tenth === 8) copy[i] = below(vocabularySize);
    }
    return copy;
  });
  return { texts: masked, places, targets };
}
