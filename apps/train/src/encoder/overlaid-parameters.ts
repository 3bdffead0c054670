import {
  type AnyEncoderConfig,
  encoderParameterShapes,
  type Parameters,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";

/** Parameters with the values of others by their names; those of quantizers may be missing, or all must be there.
 *  @param where  the others, in messages
 *  @throws UsageError if they are of another shape, or there are none. */
export function overlaidParameters(
  encoder: AnyEncoderConfig,
  parameters: Parameters,
  values: Readonly<Record<string, Float32Array>>,
  { where, all }: { readonly where: string; readonly all: boolean },
): Parameters {
  const entries = encoderParameterShapes(encoder).map(({ name, part, shape }) => {
    const own = parameters[name];
    const found = values[name];
    if (found === undefined && part === "quantizer" && !all) return [name, own] as const;
    if (found?.length !== own.values.length) {
      throw new UsageError(
        `${where}: ${name} must have ${own.values.length} values for this encoder, got ${found?.length ?? "none"}`,
      );
    }
    return [name, { shape, values: found }] as const;
  });
  return Object.fromEntries(entries);
}
