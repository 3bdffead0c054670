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

/** Samples that go through all layers before others do, as in a batch of the runtime: layers stay in the cache. */
const mostAtOnce = 512;

/** Rows of bits as slices, layers of tables on them, and sums of groups: all that a network of truth tables is behind its encoder. */
export async function prepareKernelLogic(
  name: string,
  isa: Isa,
  { shape, x, connections, entries }: LogicOperands,
): Promise<Arm> {
  const { samples: count, inputs, tables, inputsPerTable } = shape;
  const kernels = await createKernels({ isa });
  const { words, wordsPerRow } = packUnipolar(x, count, inputs);
  const bits = copyWords(kernels, words);
  const most = Math.min(count, mostAtOnce);
  const slices = kernels.allocate(inputs * sliceBytes(most));
  const out = kernels.allocate(4 * count * logicGroups);
  // A layer is written over the one before the last, as the runtime places values.
  const places = [0, 1].map(() => kernels.allocate(tables * sliceBytes(most)));
  const layers = connections.map((ofLayer, i) => {
    const to = places[i % 2];
    const words = packUnipolar(entries[i], 1, entries[i].length).words;
    if (inputsPerTable <= 2) {
      const { program, counts } = packGates(inputsPerTable, ofLayer, words);
      return { to, gates: { program: copyWords(kernels, program), counts } };
    }
    const terms = copyBytes(kernels, packTruthTables(inputsPerTable, tables, words));
    const layer = { tables, inputsPerTable, connections: copyWords(kernels, ofLayer), terms };
    return { to, layer };
  });
  const tape = new TapeBuilder(kernels);
  for (let from = 0; from < count; from += most) {
    const samples = copyWords(kernels, [Math.min(most, count - from)]);
    const rows = bits + 4 * wordsPerRow * from;
    tape.sliceBits({ bits: rows, samples, rowsPerSample: 1, planes: 1, features: inputs, slices });
    let read = slices;
    for (const { to, gates, layer } of layers) {
      const io = { x: read, samples, out: to };
      if (gates) tape.gates({ ...io, ...gates });
      else tape.truthTables({ ...io, ...layer });
      read = to;
    }
    const sums = out + 4 * logicGroups * from;
    const groupSize = tables / logicGroups;
    tape.groupSum({ x: read, samples, groups: logicGroups, groupSize, out: sums });
  }
  const built = tape.build();
  return {
    name,
    run: () => kernels.run(built),
    result: () => kernels.int32(out, count * logicGroups),
    dispose: () => kernels.dispose(),
  };
}
