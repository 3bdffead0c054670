import { formatCode, type TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { placePositionTable } from "./position.ts";

const tableCodes: readonly string[] = ["row·int8", "float32"];

export function refuseEmbedding({ node }: TypedNode<"embedding">): string | undefined {
  const code = formatCode(node.table.code);
  if (tableCodes.includes(code)) return undefined;
  return `a table must be ${tableCodes.join(" or ")}, got ${code}`;
}

/** `multiplier · table[id]`, with positions added in the same pass where nothing else reads it. */
export function lowerEmbedding(
  { node, output }: TypedNode<"embedding">,
  emitter: Emitter,
): FloatValue {
  const { weights } = emitter;
  const follower = emitter.follower(node.name);
  const position = follower?.node.op === "position" ? follower.node : undefined;
  const name = position?.name ?? node.name;
  const out = emitter.floats(name, output);
  const table = position && placePositionTable(position, emitter);
  const { multiplier, features, table: words } = node;
  const isInt8 = words.code[0].digit === "int8";
  const codes = isInt8 ? weights.codes(`${words.tensor}.codes`) : 0;
  const scales = isInt8 ? weights.floats(`${words.tensor}.scales`) : 0;
  const floats = isInt8 ? 0 : weights.floats(`${words.tensor}.weights`);
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
      if (isInt8) tape.embedInt8({ ...shared, codes, scales });
      else tape.embedFloat32({ ...shared, table: floats });
    },
  });
  if (position !== undefined) emitter.define(position.name, out);
  return out;
}
