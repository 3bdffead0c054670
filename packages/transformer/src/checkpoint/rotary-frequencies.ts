import type { ConfigFields } from "./config-fields.ts";

/** Angles of rotary positions as a configuration has them. */
export interface RotaryPositions {
  /** Features of each head that are turned. */
  readonly rotated: number;
  /** Of each pair of features: its angle at position 1. */
  readonly frequencies: Float32Array;
  /** Positions up to which they hold, where scaling would change them later on; else undefined. */
  readonly upTo?: number;
}

/** The frequencies `base^(−2i/rotated)`, scaled as `rope_scaling` (or `rope_parameters`) says:
 *
 *  - `default`: as they are; `linear`: over `factor`; `dynamic`: as they are, up to `max_position_embeddings`;
 *  - `llama3`: those of wave lengths above `L/low_freq_factor` over `factor`, those below `L/high_freq_factor` as they are, between
 *    them both mixed, L being `original_max_position_embeddings` (Llama 3.1).
 *
 *  @param defaultBase  Where the configuration names none.
 *  @throws RangeError naming a scaling that is none of these, and a field that is missing. */
export function rotaryPositions(
  config: ConfigFields,
  headFeatures: number,
  defaultBase = 10_000,
): RotaryPositions {
  const parameters = config.object("rope_parameters");
  const scaling = parameters ?? config.object("rope_scaling");
  const base = parameters?.has("rope_theta")
    ? parameters.positive("rope_theta")
    : config.positive("rope_theta", defaultBase);
  const share = (parameters?.has("partial_rotary_factor") ? parameters : config).positive(
    "partial_rotary_factor",
    1,
  );
  const rotated = Math.floor(headFeatures * share);
  if (rotated === 0 || rotated % 2 !== 0 || rotated > headFeatures) {
    config.refuse(
      "partial_rotary_factor",
      `must leave an even number of the ${headFeatures} features of a head to turn`,
      share,
    );
  }
  const plain = Float32Array.from({ length: rotated / 2 }, (_, i) => base ** ((-2 * i) / rotated));
  if (scaling === undefined) return { rotated, frequencies: plain };
  return { rotated, ...scaled(plain, scaling, config) };
}

const kinds = ["default", "linear", "dynamic", "llama3"] as const;

function scaled(
  plain: Float32Array,
  scaling: ConfigFields,
  config: ConfigFields,
): Omit<RotaryPositions, "rotated"> {
  const kind = scaling.choice(scaling.has("rope_type") ? "rope_type" : "type", kinds, "default");
  switch (kind) {
    case "default":
      return { frequencies: plain };
    case "linear": {
      const factor = scaling.positive("factor");
      return { frequencies: plain.map((f) => f / factor) };
    }
    case "dynamic":
      return { frequencies: plain, upTo: config.size("max_position_embeddings") };
    case "llama3":
      return { frequencies: byWaveLength(plain, scaling) };
    default:
      return kind satisfies never;
  }
}

function byWaveLength(plain: Float32Array, scaling: ConfigFields): Float32Array {
  const factor = scaling.positive("factor");
  const [low, high] = [scaling.positive("low_freq_factor"), scaling.positive("high_freq_factor")];
  const length = scaling.positive("original_max_position_embeddings");
  return plain.map((f) => {
    const turns = (length * f) / (2 * Math.PI);
    if (turns < low) return f / factor;
    if (turns > high) return f;
    const share = (turns - low) / (high - low);
    return (1 - share) * (f / factor) + share * f;
  });
}
