import type { Engine } from "../engine.ts";
import type { WasmIsa } from "../isa.ts";
import { binaryCandidates, candidateId } from "../tune/binary-candidates.ts";
import { choiceOf } from "../tune/binary-choice.ts";
import { binaryBuckets } from "../tune/shape-buckets.ts";
import { writeLongBinaryProducts } from "./golden-tape.ts";
import { disagreement } from "./prove-engine.ts";

/**
 * Runs every kernel that a choice can name on fixed data and compares with the JavaScript kernels.
 *
 * @throws Error naming the first kernel that differs.
 */
export function proveCandidates(engine: Engine, isa: WasmIsa): void {
  for (const candidate of binaryCandidates) {
    const choice = choiceOf(isa, candidate, binaryBuckets);
    if (disagreement(engine, writeLongBinaryProducts, choice) !== undefined) {
      const kernel = candidateId("bgemm", candidate, isa);
      throw new Error(`${kernel} fails its golden self-test`);
    }
  }
}
