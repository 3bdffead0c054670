import type { Isa, WasmIsa } from "../isa.ts";
import {
  FIRST_RANGE_SHIFT,
  FOURTH_RANGE_SHIFT,
  SECOND_RANGE_SHIFT,
  THIRD_RANGE_SHIFT,
} from "../tape/binary-kernels.ts";
import { moduleHashes } from "../wasm/hashes.generated.ts";
import {
  type BinaryCandidate,
  binaryCandidates,
  candidateByRule,
  candidateId,
} from "./binary-candidates.ts";
import { engineName } from "./engine-name.ts";
import type { KernelChoice, ShapeBucket } from "./kernel-choice.ts";
import { hasFeatures, rowRanges, sameBucket } from "./shape-buckets.ts";

const rangeShifts = [FIRST_RANGE_SHIFT, SECOND_RANGE_SHIFT, THIRD_RANGE_SHIFT, FOURTH_RANGE_SHIFT];

/** The kernels that a product of bits with so many features takes for each range of rows, as its instruction holds them. */
export function binaryKernels(
  isa: Isa,
  choice: KernelChoice | undefined,
  o: { readonly inFeatures: number; readonly outFeatures: number },
): number {
  if (isa === "js") return 0;
  const chosen = choice?.kernels.filter(({ shape }) =>
    hasFeatures(shape, o.inFeatures, o.outFeatures),
  );
  let word = 0;
  for (const [i, rows] of rowRanges.entries()) {
    const kernel = chosen?.find(({ shape }) => shape.rows[0] === rows[0])?.kernel;
    const candidate =
      binaryCandidates.find((one) => candidateId("bgemm", one, isa) === kernel) ??
      candidateByRule(isa, rows);
    word |= candidate.code << rangeShifts[i];
  }
  return word;
}

/** What was chosen for a bucket, if it was measured. */
export function chosenFor(
  choice: KernelChoice,
  bucket: ShapeBucket,
): KernelChoice["kernels"][number] | undefined {
  return choice.kernels.find(({ shape }) => sameBucket(shape, bucket));
}

/** A choice that takes one candidate for each of these buckets, to prove it or to time it. */
export function choiceOf(
  isa: WasmIsa,
  candidate: BinaryCandidate,
  shapes: readonly ShapeBucket[],
): KernelChoice {
  const kernel = candidateId("bgemm", candidate, isa);
  const kernels = shapes.map((shape) => ({ operation: "bgemm" as const, shape, kernel, gain: 1 }));
  return { version: 1, isa, moduleHash: moduleHashes[isa], engine: engineName(), kernels };
}
