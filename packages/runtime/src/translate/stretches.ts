import type { PlatformAbortSignal } from "@bnnkit/core";
import { unhurried } from "../decode/drive.ts";
import type { PreparedPart } from "./prepare-text.ts";

export interface StretchOptions {
  /** Source tokens of a stretch; it ends with the part that reaches them. */
  readonly stretchTokens: number;
  readonly signal?: PlatformAbortSignal | undefined;
}

/** Most parts of a stretch, whatever they hold. */
const mostParts = 1024;

/** Divides prepared texts into stretches, each of which is translated before the next is prepared: of a text of any length so
 *  much is in memory at a time.
 *  @throws what the signal was aborted with. */
export async function* stretchesOf(
  parts: Iterable<PreparedPart | undefined>,
  { stretchTokens, signal }: StretchOptions,
): AsyncGenerator<readonly PreparedPart[], void> {
  let stretch: PreparedPart[] = [];
  let tokens = 0;
  for await (const part of unhurried(parts, signal)) {
    if (part === undefined) continue;
    stretch.push(part);
    for (const { ids } of part.piece?.units ?? []) tokens += ids.length;
    if (tokens < stretchTokens && stretch.length < mostParts) continue;
    yield stretch;
    stretch = [];
    tokens = 0;
  }
  if (stretch.length > 0) yield stretch;
}
