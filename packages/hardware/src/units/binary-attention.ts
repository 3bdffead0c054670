import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, resize, signedWidth, unsignedWidth, zero } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { bipolarNumbers, portBits, unsignedNumbers } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit } from "./unit.ts";
import type { BinaryAttentionConfig } from "./unit-config.ts";

/**
 * One query of a head over `keys` keys, all ±1, bits 1 for −1: port `q` of `features` bits; `k`, key after key, `v`, the `values` bits of one key after
 * another's, and `t` stand still while queries pass.
 *
 * A key is attended to where at least t of its products with the query are +1, so that q·k ≥ 2·t − features: attention is 0 or 1. Output `sums` has for each
 * value Σ v over those keys in two's complement.
 *
 * @throws RangeError for sizes < 1.
 */
export function binaryAttention(config: BinaryAttentionConfig): Unit {
  const { keys, features, values, style } = config;
  for (const [name, size] of Object.entries({ keys, features, values }))
    checkPositiveInteger("binaryAttention", name, size);
  const m = new ModuleBuilder("binary_attention");
  const q = m.input("q", features);
  const k = m.input("k", keys * features);
  const v = m.input("v", keys * values);
  const t = m.input("t", unsignedWidth(features));
  const count = (bits: Bus): { readonly total: Bus; readonly latency: number } => {
    const pipeline = new Pipeline(m, config.pipeline);
    const width = unsignedWidth(bits.length);
    const total = sumColumns(m, [bits], { style, pipeline, width });
    return { total, latency: pipeline.latency };
  };
  const scores = m.part("scores", () =>
    Array.from({ length: keys }, (_, key) =>
      count(m.xnor(q, k.slice(key * features, (key + 1) * features))),
    ),
  );
  const attended = m.part("threshold", () => scores.map(({ total }) => m.atLeast(total, t)));
  const width = signedWidth(-keys, keys);
  const all = m.part("sums", () => count(attended));
  const sums = m.part("sums", () =>
    Array.from({ length: values }, (_, value) => {
      const own = attended.map((_, key) => v[key * values + value]);
      // Those that are +1 twice, less all.
      const positive = count(m.and(attended, m.not(own)));
      return m.subtract(resize([zero, ...positive.total], width), resize(all.total, width));
    }),
  );
  m.output("sums", sums.flat());
  return {
    module: m.build(),
    latency: scores[0].latency + all.latency,
    held: ["k", "v", "t"],
    behaviour: (inputs: PortBits): PortBits => {
      const [least] = unsignedNumbers(inputs.t, t.length);
      const [query, others, signs] = [inputs.q, inputs.k, inputs.v].map(bipolarNumbers);
      const totals = new Array<number>(values).fill(0);
      for (let key = 0; key < keys; key++) {
        const products = query.map((x, i) => x * others[key * features + i]);
        if (products.filter((product) => product > 0).length < least) continue;
        for (let value = 0; value < values; value++) totals[value] += signs[key * values + value];
      }
      return { sums: Uint8Array.from(totals.flatMap((sum) => [...portBits(sum, width)])) };
    },
  };
}
