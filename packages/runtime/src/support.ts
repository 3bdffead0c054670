import type { Support } from "@bnnkit/model";

/** What the runtime runs, for `check` and `assertSupported` of `@bnnkit/model`. */
export const support: Support = {
  name: "runtime",
  ops: {
    embedding: true,
    "sinusoidal-position": true,
    "layer-norm": true,
    dense: true,
    relu: true,
    add: true,
    attention: true,
    logits: true,
  },
};
