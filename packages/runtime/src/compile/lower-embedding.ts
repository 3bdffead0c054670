import type { Node } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import type { Value } from "./instruction.ts";
import { lowerSum } from "./lower-element-wise.ts";

/** `multiplier · table[id]`, with the position table added in the same pass where `positionNode` is given. */
export function lowerEmbedding(
  emitter: Emitter,
  node: Node<"embedding">,
  positionNode?: Node<"sinusoidal-position">,
): Value {
  const { table, bits, multiplier, features } = node;
  const name = positionNode?.name ?? node.name;
  const { weights } = emitter;
  const out = emitter.floats(name, features);
  const codes = bits === 8 ? weights.codes(`${table}.codes`) : 0;
  const scales = bits === 8 ? weights.floats(`${table}.scales`) : 0;
  const floats = bits === 32 ? weights.floats(table) : 0;
  emitter.emit({
    node: name,
    reads: [],
    writes: [out],
    emit: (tape, { ids, rows, positions, positionTable, offset }) => {
      const withPositions =
        positionNode === undefined ? {} : { positions, positionTable: positionTable(features) };
      const shared = { ids, rows, multiplier, features, out: offset(out), ...withPositions };
      if (bits === 8) tape.embedInt8({ ...shared, codes, scales });
      else tape.embedFloat32({ ...shared, table: floats });
    },
  });
  return out;
}

/** `x + position table`, for an x that is no embedding. */
export function lowerPositions(emitter: Emitter, node: Node<"sinusoidal-position">): Value {
  const { name, features } = node;
  const rowsOfTable = emitter.floats(name, features);
  emitter.emit({
    node: name,
    reads: [],
    writes: [rowsOfTable],
    emit: (tape, { positions, positionTable, rows, offset }) =>
      tape.embedFloat32({
        ids: positions,
        table: positionTable(features),
        multiplier: 1,
        rows,
        features,
        out: offset(rowsOfTable),
      }),
  });
  return lowerSum(emitter, name, [emitter.value(node.inputs[0]), rowsOfTable], features);
}
