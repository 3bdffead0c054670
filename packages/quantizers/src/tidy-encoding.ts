import * as tf from "@tensorflow/tfjs";
import type { EncodedTerm, Encoding } from "./quantizer.ts";

/** Terms, with every other tensor that their making took disposed of.
 *  @throws RangeError if there is none. */
export function tidyEncoding(where: string, make: () => readonly EncodedTerm[]): Encoding {
  return encodingFrom(
    where,
    tf.tidy(() => make().map((term) => ({ ...term }))),
  );
}

/** @throws RangeError if there is no term. */
export function encodingFrom(where: string, [first, ...rest]: readonly EncodedTerm[]): Encoding {
  if (first) return [first, ...rest];
  throw new RangeError(`${where}: an encoding must have a term, got none`);
}
