import type { Arm } from "../arm.ts";
import { type LogicOperands, logicGroups } from "./logic-operands.ts";
import { evaluatePlainTables } from "./plain-tables.ts";

/** Truth tables as one writes them down in plain JavaScript: a byte for each bit, sample by sample, table by table. */
export async function preparePlainLogic(
  name: string,
  { shape, x, connections, entries }: LogicOperands,
): Promise<Arm> {
  const { samples, inputs, tables, inputsPerTable } = shape;
  const sums = new Int32Array(samples * logicGroups);
  const layers = connections.map(() => new Uint8Array(tables));
  const tablesOf = connections.map((ofLayer, layer) => ({
    ...{ inputsPerTable, connections: ofLayer, entries: entries[layer] },
  }));
  const size = tables / logicGroups;
  return {
    name,
    run: () => {
      for (let s = 0; s < samples; s++) {
        let read = x.subarray(s * inputs, (s + 1) * inputs);
        for (let layer = 0; layer < layers.length; layer++) {
          const to = layers[layer];
          evaluatePlainTables(tablesOf[layer], read, to);
          read = to;
        }
        for (let g = 0; g < logicGroups; g++) {
          let sum = 0;
          for (let t = g * size; t < (g + 1) * size; t++) sum += read[t];
          sums[s * logicGroups + g] = sum;
        }
      }
    },
    result: () => sums,
    dispose: () => {},
  };
}
