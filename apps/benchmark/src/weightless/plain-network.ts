import { wordsPerRow } from "@bnnkit/core";
import {
  type ClassificationDescription,
  type LookUpNode,
  type Node,
  type PackedModel,
  type TruthTablesNode,
  tensorNamed,
} from "@bnnkit/model";
import { evaluatePlainTables } from "../logic/plain-tables.ts";
import { plainEncoder } from "./plain-encoder.ts";

/** A network of look-up tables in plain JavaScript: a byte for each bit, sample by sample, table by table. */
export interface PlainNetwork {
  /** Tables that are evaluated for a sample: of a filter one for each hash. */
  readonly tables: number;
  /** Thresholds of the encoder, plane by plane, in each number by number. */
  readonly thresholds: Float64Array;
  readonly numbers: number;
  /** Votes of each class, samples × classes. */
  scores(samples: Uint8Array | Int8Array | Float32Array): Float32Array;
}

const where = "plainNetwork";

/** What a model does behind its encoder, as one writes it down.
 *  @throws RangeError for a model that is not an encoder, truth tables and a group sum, or filters of bits whose votes are added */
export function plainNetwork(
  model: PackedModel,
  { graph }: ClassificationDescription,
): PlainNetwork {
  const [input] = graph.inputs;
  const [first, ...rest] = graph.nodes;
  if (input.kind !== "map" || first?.op !== "threshold") {
    throw new RangeError(
      `${where}: the model must begin with its encoder, a threshold, got ${first?.op}`,
    );
  }
  const { height, width, features, code } = input;
  const numbers = height * width * features;
  const [{ scale = 1, offset = 0 }] = code;
  if (scale === "row") throw new RangeError(`${where}: numbers must have one scale, got one a row`);
  const shape = { numbers, features, scale, offset: Number(offset) };
  const encoder = plainEncoder(model, first, shape);
  const core = rest[0]?.op === "look-up" ? filterVotes(model, rest) : tableVotes(model, rest);
  const bits = new Uint8Array(encoder.bits);
  return {
    ...{ tables: core.tables, thresholds: encoder.thresholds, numbers },
    scores(samples) {
      const count = samples.length / numbers;
      const votes = new Float32Array(count * core.classes);
      for (let s = 0; s < count; s++) {
        encoder.encode(samples.subarray(s * numbers, (s + 1) * numbers), bits);
        core.vote(bits, votes.subarray(s * core.classes, (s + 1) * core.classes));
      }
      return votes;
    },
  };
}

/** What makes votes of the encoder's bits. */
interface PlainCore {
  readonly tables: number;
  readonly classes: number;
  vote(bits: Uint8Array, votes: Float32Array): void;
}

function tableVotes(model: PackedModel, nodes: readonly Node[]): PlainCore {
  const last = nodes.at(-1);
  if (last?.op !== "group-sum") {
    throw new RangeError(`${where}: the model must end with a group-sum, got ${last?.op}`);
  }
  const layers = nodes.slice(0, -1).map((node) => {
    if (node.op !== "truth-tables") {
      throw new RangeError(`${where}: node "${node.name}" must be truth-tables, got ${node.op}`);
    }
    return { layer: tablesOf(model, node), to: new Uint8Array(node.tables) };
  });
  const { groups } = last;
  return {
    tables: layers.reduce((sum, { to }) => sum + to.length, 0),
    classes: groups,
    vote(bits, votes) {
      let read = bits;
      for (const { layer, to } of layers) {
        evaluatePlainTables(layer, read, to);
        read = to;
      }
      const size = read.length / groups;
      for (let g = 0; g < groups; g++) {
        let sum = 0;
        for (let t = g * size; t < (g + 1) * size; t++) sum += read[t];
        votes[g] = sum;
      }
    },
  };
}

function tablesOf({ tensors }: PackedModel, { name, tables, inputsPerTable }: TruthTablesNode) {
  const words = tensorNamed(where, tensors, `${name}.tables`, "U32").data;
  const connections = tensorNamed(where, tensors, `${name}.connections`, "I32").data;
  return { inputsPerTable, connections, entries: bytesOf(words, tables * 2 ** inputsPerTable) };
}

function filterVotes(model: PackedModel, nodes: readonly Node[]): PlainCore {
  const lookUps = nodes.filter((node) => node.op === "look-up");
  const parts = lookUps.map((node) => ({ node, filters: filtersOf(model, node) }));
  const other = nodes.find(({ op }) => op !== "look-up" && op !== "add");
  if (other !== undefined) {
    throw new RangeError(
      `${where}: node "${other.name}" must be a look-up or an add, got ${other.op}`,
    );
  }
  return {
    tables: parts.reduce((sum, { filters }) => sum + filters.tables, 0),
    classes: lookUps[0].outFeatures,
    vote(bits, votes) {
      votes.fill(0);
      for (const { filters } of parts) filters.vote(bits, votes);
    },
  };
}

function filtersOf({ tensors }: PackedModel, node: LookUpNode): Omit<PlainCore, "classes"> {
  const { name, outFeatures, tuples, tupleSize, entries, mappings, hashes, entry } = node;
  if (entry !== "bit") {
    throw new RangeError(`${where}: node "${name}" must have entries of one bit, got counters`);
  }
  const mapping = tensorNamed(where, tensors, `${name}.mapping`, "I32").data;
  const words = tensorNamed(where, tensors, `${name}.bits`, "U32").data;
  const stride = 32 * wordsPerRow(entries);
  const table = bytesOf(words, outFeatures * tuples * stride);
  // Without hashes the address is the tuple itself: a bit of its own for each place.
  const shares =
    hashes === 0
      ? Uint32Array.from({ length: tupleSize }, (_, place) => 2 ** place)
      : tensorNamed(where, tensors, `${name}.hashes`, "U32").data;
  const addressed = Math.max(1, hashes);
  const rows = mapping.length / tupleSize;
  const addresses = new Uint32Array(rows * addressed);
  return {
    tables: outFeatures * tuples * addressed,
    vote(bits, votes) {
      addresses.fill(0);
      for (let row = 0; row < rows; row++) {
        for (let place = 0; place < tupleSize; place++) {
          const bit = mapping[row * tupleSize + place];
          if (bit < 0 || bits[bit] === 0) continue;
          for (let h = 0; h < addressed; h++)
            addresses[row * addressed + h] ^= shares[h * tupleSize + place];
        }
      }
      for (let c = 0; c < outFeatures; c++) {
        for (let t = 0; t < tuples; t++) {
          const filter = c * tuples + t;
          const from = (mappings === "own" ? filter : t) * addressed;
          let known = 1;
          for (let h = 0; h < addressed; h++) known &= table[filter * stride + addresses[from + h]];
          votes[c] += known;
        }
      }
    },
  };
}

/** Bits of words, a byte each. */
function bytesOf(words: Uint32Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (words[i >>> 5] >>> (i & 31)) & 1);
}
