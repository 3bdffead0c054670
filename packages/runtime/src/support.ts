import type { Support } from "@bnnkit/model";
import { lowerings } from "./compile/lower-graph.ts";

/** What the runtime runs, for `check` and `assertSupported` of `@bnnkit/model`: the table that it runs by. */
export const support: Support = lowerings;
