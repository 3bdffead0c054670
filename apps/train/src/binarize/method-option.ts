import type { BinarizationMethod } from "@bnnkit/transformer/post-training";
import { UsageError } from "../errors.ts";
import { optionOf } from "../options.ts";

/** Options of the command line that say how. */
export interface MethodFlags {
  readonly method: string;
  readonly bits?: number;
  readonly share?: number;
  readonly groupSize?: number;
  readonly metric?: "magnitude" | "hessian-code" | "hessian-paper";
  readonly order?: number;
  readonly iterations?: number;
  /** False: each weight goes to the nearest number that it may be. */
  readonly feedback?: boolean;
}

/** The names of methods. */
export const methodNames = [
  "round",
  "pb-llm",
  "bi-llm",
  "arb-llm",
  "arb-rc",
  "nano-quant",
] as const;

/** Which options each method takes. */
const takes: Readonly<Record<(typeof methodNames)[number], readonly string[]>> = {
  round: ["bits", "feedback"],
  "pb-llm": ["share", "metric", "bits", "groupSize", "feedback"],
  "bi-llm": [],
  "arb-llm": ["order", "groupSize"],
  "arb-rc": ["groupSize"],
  "nano-quant": ["bits", "iterations"],
};

/** The method that options name.
 *  @throws UsageError for an option that another method takes. */
export function methodOf({
  method: name,
  bits,
  share,
  metric,
  order,
  groupSize,
  feedback,
  iterations,
}: MethodFlags): BinarizationMethod {
  const method = methodNames.find((known) => known === name);
  if (method === undefined)
    throw new UsageError(`--method must be one of ${methodNames.join(", ")}`);
  const hasNone = feedback === false ? { feedback } : {};
  const given = { bits, share, metric, order, groupSize, iterations, ...hasNone };
  for (const [option, value] of Object.entries(given)) {
    if (value !== undefined && !takes[method].includes(option)) {
      const flag = option === "feedback" ? "no-feedback" : optionOf(option);
      throw new UsageError(`--${flag} is no option of ${method}`);
    }
  }
  switch (method) {
    case "round":
      return { method, ...(bits !== undefined && { bits }), ...hasNone };
    case "nano-quant":
      return {
        method,
        ...(bits !== undefined && { bits }),
        ...(iterations !== undefined && { iterations }),
      };
    case "pb-llm":
      return {
        method,
        ...(share !== undefined && { share }),
        ...(metric && { metric }),
        ...(bits !== undefined && { bits }),
        ...(groupSize !== undefined && { groupSize }),
        ...hasNone,
      };
    case "arb-llm":
      return { method, order: order === 2 ? 2 : 1, ...(groupSize !== undefined && { groupSize }) };
    case "arb-rc":
      return { method, ...(groupSize !== undefined && { groupSize }) };
    case "bi-llm":
      return { method };
    default:
      return method satisfies never;
  }
}
