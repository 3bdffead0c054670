import { readFile } from "node:fs/promises";
import { decodeUnitConfig } from "../units/decode-unit-config.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import { UsageError } from "./exit-code.ts";

/** A configuration that makes a unit, from JSON on the command line, or `@FILE`.
 *  @throws UsageError saying what is wrong with it. */
export async function readConfig(text: string): Promise<UnitConfig> {
  const [source, name] = text.startsWith("@")
    ? [await readText(text.slice(1)), text.slice(1)]
    : [text, "config"];
  return usableConfig(parseJson(source, name), name);
}

/** Configurations of a file: a list, or one.
 *  @throws UsageError saying what is wrong with which. */
export async function readConfigs(file: string): Promise<UnitConfig[]> {
  const value = parseJson(await readText(file), file);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new UsageError(`${file}: must have a configuration at least`);
  return list.map((one, i) => usableConfig(one, `${file}[${i}]`));
}

/** What a file says.
 *  @throws UsageError if it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

/** @throws UsageError for text that is no JSON. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: ${reasonOf(error)}`);
  }
}

function usableConfig(value: unknown, name: string): UnitConfig {
  try {
    const config = decodeUnitConfig(value, name);
    generateUnit(config);
    return config;
  } catch (error) {
    const reason = reasonOf(error);
    throw new UsageError(reason.startsWith(name) ? reason : `${name}: ${reason}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
