import { type Isa, instructionSets } from "../isa.ts";
import { moduleHashes } from "../wasm/hashes.generated.ts";
import { binaryCandidates, candidateId } from "./binary-candidates.ts";
import type { ChosenKernel, KernelChoice, ShapeBucket } from "./kernel-choice.ts";
import { binaryBuckets, describeBucket, sameBucket } from "./shape-buckets.ts";

const where = "createKernels: choice";

/**
 * Checks what was saved, and returns a copy of it.
 *
 * @throws TypeError for what is not a choice; RangeError for one of another version of the package, and for kernels and
 *   buckets that this one has not.
 */
export function readChoice(choice: unknown): KernelChoice {
  const { version, isa, moduleHash, engine, kernels } = recordOf(where, choice);
  if (version !== 1) throw new RangeError(`${where}.version must be 1, got ${version}`);
  const known = instructionSets.find((one) => one === isa);
  if (known === undefined) {
    throw new RangeError(`${where}.isa must be one of ${instructionSets.join(", ")}, got ${isa}`);
  }
  const expected = known === "js" ? "" : moduleHashes[known];
  if (moduleHash !== expected) {
    throw new RangeError(
      `${where}.moduleHash must be "${expected}", got "${moduleHash}": it was made by another version, tune again`,
    );
  }
  if (typeof engine !== "string") {
    throw new TypeError(`${where}.engine must be a string, got ${engine}`);
  }
  if (!Array.isArray(kernels)) throw new TypeError(`${where}.kernels must be an array`);
  const read = kernels.map((kernel: unknown, i) =>
    readKernel(`${where}.kernels[${i}]`, known, kernel),
  );
  checkDistinct(read);
  return { version, isa: known, moduleHash: expected, engine, kernels: read };
}

function readKernel(at: string, isa: Isa, value: unknown): ChosenKernel {
  const { operation, shape, kernel, gain } = recordOf(at, value);
  if (operation !== "bgemm") {
    throw new RangeError(`${at}.operation must be "bgemm", got ${operation}`);
  }
  const candidates =
    isa === "js" ? [] : binaryCandidates.map((candidate) => candidateId("bgemm", candidate, isa));
  const id = candidates.find((candidate) => candidate === kernel);
  if (id === undefined) {
    throw new RangeError(`${at}.kernel must be one of ${candidates.join(", ")}, got ${kernel}`);
  }
  if (typeof gain !== "number" || !(gain > 0)) {
    throw new TypeError(`${at}.gain must be a positive number, got ${gain}`);
  }
  return { operation, shape: readBucket(`${at}.shape`, shape), kernel: id, gain };
}

function readBucket(at: string, value: unknown): ShapeBucket {
  const ranges = rangesOf(recordOf(at, value));
  const bucket = binaryBuckets.find((one) => rangesOf({ ...one }) === ranges);
  if (bucket === undefined) {
    throw new RangeError(`${at} must be a bucket of this version, got ${ranges}`);
  }
  return bucket;
}

function rangesOf({ rows, inFeatures, outFeatures }: Partial<Record<string, unknown>>): string {
  return JSON.stringify([rows, inFeatures, outFeatures]);
}

function checkDistinct(kernels: readonly ChosenKernel[]): void {
  for (const [i, { shape }] of kernels.entries()) {
    if (kernels.findIndex((other) => sameBucket(other.shape, shape)) !== i) {
      throw new RangeError(
        `${where}.kernels must name each bucket once, got ${describeBucket(shape)} twice`,
      );
    }
  }
}

function recordOf(at: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${at} must be an object, got ${value}`);
  }
  return Object.fromEntries(Object.entries(value));
}
