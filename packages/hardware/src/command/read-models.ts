import { readFile } from "node:fs/promises";
import { type PackedModel, parseDescription, readModel } from "@bnnkit/model";
import type { Folding } from "../network/dataflow-builder.ts";
import type { PlannableModel } from "../network/plan-dataflow.ts";
import { UsageError } from "./exit-code.ts";
import { parseJson, readText } from "./read-configs.ts";

/** A model's file, or its description alone.
 *  @throws UsageError saying what is wrong with it. */
export async function readPlannable(file: string): Promise<PlannableModel> {
  if (!file.endsWith(".json")) return readPacked(file);
  const text = await readText(file);
  return { description: attempt(file, () => parseDescription(text)) };
}

/** A model with its numbers.
 *  @throws UsageError saying what is wrong with it. */
export async function readPacked(file: string): Promise<PackedModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return attempt(file, () => readModel(bytes));
}

/** Foldings by node from JSON on the command line, or `@FILE`.
 *  @throws UsageError saying what is wrong with them. */
export async function readFolding(
  text: string | undefined,
): Promise<Readonly<Record<string, Folding>> | undefined> {
  if (text === undefined) return undefined;
  const source = text.startsWith("@") ? await readText(text.slice(1)) : text;
  const json = parseJson(source, "folding");
  const isNode = (value: unknown): value is object => typeof value === "object" && value !== null;
  if (!isNode(json) || Array.isArray(json))
    throw new UsageError('folding must be an object such as {"hidden":{"pe":4,"simd":16}}');
  return Object.fromEntries(
    Object.entries(json).map(([node, value]: [string, unknown]) => {
      const { pe, simd }: { pe?: unknown; simd?: unknown } = isNode(value) ? value : {};
      if (!isCount(pe) || !isCount(simd))
        throw new UsageError(`folding.${node} must have whole numbers pe and simd of at least 1`);
      return [node, { pe, simd }];
    }),
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
