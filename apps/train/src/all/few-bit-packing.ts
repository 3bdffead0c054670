import { readFile, stat } from "node:fs/promises";
import { bitsOf, isInteger } from "@bnnkit/core";
import { graphsOf, readModel } from "@bnnkit/model";
import { type EmbeddingBits, isEmbeddingBits } from "@bnnkit/transformer";
import type { PackedFiles } from "../export/packed-files.ts";

/** What a model file and its tokenizer take together, and how many bits a number of the table has. */
export interface FewBitPacking {
  readonly sizeBytes: number;
  readonly tableBits: EmbeddingBits;
}

/** How a model that goes on from a file of few-bit weights is packed again: into as many bytes, with such a table.
 *  @returns  nothing for a file of other weights. */
export async function fewBitPacking(files: PackedFiles): Promise<Partial<FewBitPacking>> {
  const bytes = await readFile(files.model);
  const nodes = graphsOf(readModel(bytes).description).flatMap(({ graph }) => graph.nodes);
  if (!nodes.some((node) => node.op === "dense" && isInteger(node.weights.code))) return {};
  const [tableBits = 32] = nodes.flatMap((node) =>
    node.op === "embedding" ? [bitsOf(node.table.code)] : [],
  );
  return {
    sizeBytes: bytes.length + (await stat(files.tokenizer)).size,
    tableBits: isEmbeddingBits(tableBits) ? tableBits : 32,
  };
}
