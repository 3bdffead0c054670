import {
  type AnyEncoderConfig,
  encoderParameterShapes,
  type ParameterShape,
  type Parameters,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";

/** Parameters with the values of others by their names.
 *  @param where  the others, in messages
 *  @param mayLack  which of them may be missing there, and stay as they are
 *  @throws UsageError if they are of another shape, or there are none. */
export function overlaidParameters(
  encoder: AnyEncoderConfig,
  parameters: Parameters,
  values: Readonly<Record<string, Float32Array>>,
  {
    where,
    mayLack,
  }: { readonly where: string; readonly mayLack: (shape: ParameterShape) => boolean },
): Parameters {
  const entries = encoderParameterShapes(encoder).map((declared) => {
    const { name, shape } = declared;
    const own = parameters[name];
    const found = values[name];
    if (found === undefined && mayLack(declared)) return [name, own] as const;
    if (found?.length !== own.values.length) {
      throw new UsageError(
        `${where}: ${name} must have ${own.values.length} values for this encoder, got ${found?.length ?? "none"}`,
      );
    }
    return [name, { shape, values: found }] as const;
  });
  return Object.fromEntries(entries);
}
