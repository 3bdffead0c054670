import { unipolar, wordsPerRow } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import type { Definition, NodeTensor } from "../definition.ts";
import { below, bitsOfSample, checkedBits } from "../sample-bits.ts";
import { vectorDomain } from "../value-type.ts";
import { noWork } from "../work.ts";

/**
 * A layer of truth tables, each of a few bits of a sample: `y[t] = table_t[Σ_j x[connections[t, j]]·2^j]`.
 *
 * With two inputs a table is a logic gate (differentiable logic networks: Petersen et al. 2022,
 * https://arxiv.org/abs/2210.08277), with six a look-up table of an FPGA (DWN: Bacellar et al. 2024,
 * https://arxiv.org/abs/2410.11112; LogicNets: Umuroglu et al. 2020, https://arxiv.org/abs/2004.03021). The bits of a sample are
 * counted plane by plane, in each pixel by pixel, as by a `look-up`; a thermometer code has a plane for each threshold.
 */
export interface TruthTablesNode {
  readonly op: "truth-tables";
  readonly name: string;
  readonly inputs: readonly [bits: string];
  readonly tables: number;
  /** 1 to 8. */
  readonly inputsPerTable: number;
}

const mostTables = 2 ** 24;
const mostInputs = 8;

/** `name.connections` I32 [tables, inputsPerTable]; `name.tables` U32 [1, wordsPerRow(tables·2^inputsPerTable)]: bit
 *  `t·2^inputsPerTable + address`, least significant first. */
export const truthTables: Definition<TruthTablesNode> = {
  decode: (fields) => ({
    op: "truth-tables",
    name: fields.name("name"),
    inputs: oneInput(fields),
    tables: fields.positiveInteger("tables", mostTables),
    inputsPerTable: fields.positiveInteger("inputsPerTable", mostInputs),
  }),
  infer({ tables }, inputs) {
    checkedBits(inputs);
    return { kind: "numbers", domain: vectorDomain, features: tables, code: unipolar };
  },
  tensors(typed) {
    const { name, tables, inputsPerTable } = typed.node;
    const bits = tables * 2 ** inputsPerTable;
    return new Map<string, NodeTensor>([
      [
        `${name}.connections`,
        { dtype: "I32", shape: [tables, inputsPerTable], rule: below(bitsOfSample(typed)) },
      ],
      [
        `${name}.tables`,
        { dtype: "U32", shape: [1, wordsPerRow(bits)], columns: bits, digit: "unipolar" },
      ],
    ]);
  },
  work: ({ node: { tables } }) => ({ ...noWork, perRow: { "truth-table": tables } }),
};
