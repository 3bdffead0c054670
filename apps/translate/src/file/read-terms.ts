import {
  type Glossary,
  readGlossary,
  readMemory,
  type TranslationMemory,
} from "@bnnkit/localization";
import type { Surroundings } from "../program.ts";
import { readGlossary as readTerms } from "../read-glossary.ts";
import { blaming, readBytes } from "./read-file.ts";

type Reading = Pick<Surroundings, "input" | "signal">;

/** The glossary of a file: TBX and CSV by its name, else what `--glossary` is for lines. */
export async function readGlossaryFile(path: string, reading: Reading): Promise<Glossary> {
  if (!/\.(?:tbx|xml|csv)$/i.test(path)) return await readTerms(path, reading.signal);
  const bytes = await readBytes(path, reading);
  return blaming(path, () => readGlossary(new TextDecoder().decode(bytes)));
}

/** The translation memory of a TMX file. */
export async function readMemoryFile(path: string, reading: Reading): Promise<TranslationMemory> {
  const bytes = await readBytes(path, reading);
  return blaming(path, () => readMemory(new TextDecoder().decode(bytes)));
}
