import { int32, wordsPerRow } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import type { Definition, NodeTensor } from "../definition.ts";
import { below, belowOrNone, bitsOfSample } from "../sample-bits.ts";
import { vectorDomain } from "../value-type.ts";
import { isPacked } from "../weights.ts";
import { noWork } from "../work.ts";

/**
 * RAM nodes: `y[c] = Σ_t Π_h table[c, t, address_h(t)]`, a count for each class.
 *
 * Tuple t reads the bits `mapping[t·tupleSize …]` of a sample, counted plane by plane, in each pixel by pixel; −1 is a bit that is 0,
 * where bits do not fill the tuples. With `hashes` 0
 * its bits are the address, the first the lowest (WiSARD: Aleksander et al. 1984); else each H3 hash is an address, the XOR of
 * its words whose bit is set, and all entries have to be set (Bloom filters: Susskind et al. 2022, BTHOWeN,
 * https://arxiv.org/abs/2203.01479).
 */
export interface LookUpNode {
  readonly op: "look-up";
  readonly name: string;
  readonly inputs: readonly [bits: string];
  readonly outFeatures: number;
  readonly tuples: number;
  readonly tupleSize: number;
  /** A power of two. */
  readonly entries: number;
  readonly hashes: number;
  /** Whether each class has a mapping of its own. */
  readonly mappings: "shared" | "own";
  /** `bit`; or `counter`: a tuple counts for a class where its least entry is at least b, and classes are told apart by bleaching. The
   *  level b rises from 1 while classes share the most votes, more than one, and any class has votes at the next level. */
  readonly entry: "bit" | "counter";
}

const mostTupleBits = 30;
const mostHashes = 16;

/** `name.mapping` I32 [1 or outFeatures, tuples·tupleSize]; with hashes `name.hashes` U32 [hashes, tupleSize]; `name.bits`
 *  U32 [outFeatures·tuples, wordsPerRow(entries)] or, of counters, `name.codes` U8 [outFeatures·tuples, entries]. */
export const lookUp: Definition<LookUpNode> = {
  decode: (fields) => ({
    op: "look-up",
    name: fields.name("name"),
    inputs: oneInput(fields),
    outFeatures: fields.positiveInteger("outFeatures"),
    tuples: fields.positiveInteger("tuples"),
    tupleSize: fields.positiveInteger("tupleSize"),
    entries: fields.positiveInteger("entries", 2 ** mostTupleBits),
    hashes: fields.index("hashes", mostHashes + 1),
    mappings: fields.choice("mappings", ["shared", "own"]),
    entry: fields.choice("entry", ["bit", "counter"]),
  }),
  infer({ outFeatures, tupleSize, entries, hashes }, inputs) {
    const { code } = inputs.map(0);
    inputs.check(isPacked(code), "x must be bits");
    inputs.check(
      2 ** Math.round(Math.log2(entries)) === entries,
      `entries must be a power of two, got ${entries}`,
    );
    inputs.check(
      hashes > 0 || entries === 2 ** tupleSize,
      `entries must be 2 to the tupleSize (${tupleSize}) without hashes, got ${entries}`,
    );
    return { kind: "numbers", domain: vectorDomain, features: outFeatures, code: int32 };
  },
  tensors(typed) {
    const { node } = typed;
    const { name, outFeatures, tuples, tupleSize, entries, hashes, mappings, entry } = node;
    const maps = mappings === "own" ? outFeatures : 1;
    const tensors = new Map<string, NodeTensor>([
      [
        `${name}.mapping`,
        { dtype: "I32", shape: [maps, tuples * tupleSize], rule: belowOrNone(bitsOfSample(typed)) },
      ],
    ]);
    if (hashes > 0) {
      const shape = [hashes, tupleSize];
      tensors.set(`${name}.hashes`, { dtype: "U32", shape, rule: below(entries) });
    }
    const rows = outFeatures * tuples;
    return entry === "bit"
      ? tensors.set(`${name}.bits`, {
          dtype: "U32",
          shape: [rows, wordsPerRow(entries)],
          columns: entries,
          digit: "unipolar",
        })
      : tensors.set(`${name}.codes`, { dtype: "U8", shape: [rows, entries], digit: "uint8" });
  },
  work: ({ node: { outFeatures, tuples, hashes } }) => ({
    ...noWork,
    perRow: { "look-up": outFeatures * tuples * Math.max(1, hashes) },
  }),
};
