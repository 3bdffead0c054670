import { packUnipolar } from "@bnnkit/core";
import {
  createKernels,
  type Isa,
  packGates,
  packTruthTables,
  sliceBytes,
  TapeBuilder,
} from "@bnnkit/kernels";
import { copyBytes, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import { type LogicOperands, logicGroups } from "./logic-operands.ts";

/** Rows of bits as slices, layers of tables on them, and sums of groups: all that a network of truth tables is behind its encoder. */
export async function prepareKernelLogic(
  name: string,
  isa: Isa,
  { shape, x, connections, entries }: LogicOperands,
): Promise<Arm> {
  const { samples: count, inputs, tables, inputsPerTable } = shape;
  const kernels = await createKernels({ isa });
  const samples = copyWords(kernels, [count]);
  const bits = copyWords(kernels, packUnipolar(x, count, inputs).words);
  const slices = kernels.allocate(inputs * sliceBytes(count));
  const out = kernels.allocate(4 * count * logicGroups);
  const tape = new TapeBuilder(kernels);
  tape.sliceBits({ bits, samples, rowsPerSample: 1, planes: 1, features: inputs, slices });
  let read = slices;
  connections.forEach((ofLayer, i) => {
    const to = kernels.allocate(tables * sliceBytes(count));
    const io = { x: read, samples, out: to };
    const words = packUnipolar(entries[i], 1, entries[i].length).words;
    if (inputsPerTable <= 2) {
      const { program, counts } = packGates(inputsPerTable, ofLayer, words);
      tape.gates({ ...io, program: copyWords(kernels, program), counts });
    } else {
      const terms = copyBytes(kernels, packTruthTables(inputsPerTable, tables, words));
      const layer = { tables, inputsPerTable, connections: copyWords(kernels, ofLayer), terms };
      tape.truthTables({ ...io, ...layer });
    }
    read = to;
  });
  const groupSize = tables / logicGroups;
  tape.groupSum({ x: read, samples, groups: logicGroups, groupSize, out });
  const built = tape.build();
  return {
    name,
    run: () => kernels.run(built),
    result: () => kernels.int32(out, count * logicGroups),
    dispose: () => kernels.dispose(),
  };
}
