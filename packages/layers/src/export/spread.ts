import type { ExportedValue } from "./exported-value.ts";
import type { GraphWriter } from "./graph-writer.ts";

/** A vector at every place of a map: the pool of a window as large as that map, which at each of its places has the one pixel of
 *  the vector under it, and else nothing but the margin. */
export function spread(
  writer: GraphWriter,
  vector: ExportedValue,
  { over, layer }: { readonly over: ExportedValue; readonly layer: string },
): ExportedValue {
  const { domain } = over.type;
  if (domain.kind !== "map") throw new RangeError(`packClassifier: "${over.name}" has no map`);
  const { height, width } = domain;
  return writer.once(vector, `spread ${height}×${width}`, () => {
    const [rows, columns] = [height - 1, width - 1];
    const window = {
      size: [height, width],
      strides: [1, 1],
      dilations: [1, 1],
      padding: { top: rows, bottom: rows, left: columns, right: columns, value: 0 },
    } as const;
    const name = writer.nameOf(`${vector.name}.spread`, layer);
    const inputs = [vector.name] as const;
    return writer.write({ op: "pool", name, inputs, take: "maximum", window }, vector);
  });
}
