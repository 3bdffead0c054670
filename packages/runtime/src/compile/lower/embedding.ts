import { formatCode, type TypedNode, type ValueType } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { areRowScaledBits, fitByte, type PlacedBytes, placeBytes } from "../product/byte-codes.ts";
import { placePositionTable } from "./position.ts";

export function refuseEmbedding({ node }: TypedNode<"embedding">): string | undefined {
  const code = formatCode(node.table.code);
  if (code === "row·int8" || code === "float32") return undefined;
  if (areRowScaledBits(node.table.code) || fitByte(node.table.code)) return undefined;
  return `a table must be row·int8, row·bipolar, float32 or whole numbers of −128 … 127, got ${code}`;
}

/** `multiplier · table[id]`, with positions added in the same pass where nothing else reads it. */
export function lowerEmbedding(typed: TypedNode<"embedding">, emitter: Emitter): FloatValue {
  const { node, output } = typed;
  const follower = emitter.follower(node.name);
  const position = follower?.node.op === "position" ? follower.node : undefined;
  const name = position?.name ?? node.name;
  const out = emitter.floats(name, output);
  const table = position && placePositionTable(position, emitter);
  const { multiplier, features, table: words } = node;
  const bytes = words.code[0].digit === "float32" ? undefined : placeTable(typed, emitter);
  const floats = bytes === undefined ? emitter.weights.floats(`${words.tensor}.weights`) : 0;
  emitter.emit({
    node: name,
    reads: [],
    writes: [out.floats],
    emit: (tape, at) => {
      const { ids, rows, positions, offset } = at;
      const withPositions = table && { positions, positionTable: table(at, features) };
      const shared = {
        ids,
        rows: rows(out.space),
        multiplier,
        features,
        out: offset(out.floats),
        ...withPositions,
      };
      if (bytes !== undefined) tape.embedInt8({ ...shared, ...bytes });
      else tape.embedFloat32({ ...shared, table: floats });
    },
  });
  if (position !== undefined) emitter.define(position.name, out);
  return out;
}

function placeTable({ node, inputs }: TypedNode<"embedding">, emitter: Emitter): PlacedBytes {
  const size = { outFeatures: countOf(inputs[0]), inFeatures: node.features };
  const { codes, scales } = placeBytes(node.table, size, emitter.weights);
  if (scales !== 0) return { codes, scales };
  const ones = (): Float32Array<ArrayBuffer> => new Float32Array(size.outFeatures).fill(1);
  return { codes, scales: emitter.weights.place(`${size.outFeatures} ones`, ones) };
}

function countOf(ids: ValueType | undefined): number {
  return ids?.kind === "ids" ? ids.count : 0;
}
