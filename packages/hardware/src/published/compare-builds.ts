import { exactFigure, type Figure, figureBetween } from "../figure.ts";
import { estimateModel } from "../model-estimate/estimate-model.ts";
import type { ModelEstimate } from "../model-estimate/model-estimate.ts";
import { bnnPynqBuilds, type PublishedBuild } from "./bnn-pynq.ts";

/** A number of a published build beside what is predicted for it. */
export interface ComparedBuild {
  readonly build: string;
  readonly quantity: string;
  readonly predicted: Figure;
  readonly published: Figure;
  /** `predicted / published − 1`. */
  readonly difference: number;
}

/**
 * Published builds beside estimates of their descriptions and foldings, weights in block memories as theirs are.
 *
 * What was published has transfers, drivers' ports and pipelines of another generator in it: `platform` is what that takes, as the mean over the other
 * builds says, and tables with it are predicted without having seen the build.
 */
export function compareBuilds(
  builds: readonly PublishedBuild[] = bnnPynqBuilds,
): readonly ComparedBuild[] {
  const estimates = builds.map((build) => ({ build, estimate: estimateBuild(build) }));
  return estimates.flatMap(({ build, estimate }) => {
    const others = estimates.filter((other) => other.build !== build);
    return [...ownNumbers(build, estimate), ...withPlatform(build, estimate, others)];
  });
}

/** The estimate of a build as it was published. */
function estimateBuild({ description, device, clockMHz, folding }: PublishedBuild): ModelEstimate {
  return estimateModel(description, { part: device, clockMHz, folding, weights: "block" });
}

function ownNumbers(
  build: PublishedBuild,
  { total, timing }: ModelEstimate,
): readonly ComparedBuild[] {
  const { published, source } = build;
  const { framesPerSecond, latencyMicroseconds } = published;
  const compare = (quantity: string, predicted: Figure, number: number): ComparedBuild =>
    compared(build, { quantity, predicted, published: publishedFigure(number, source) });
  return [
    compare("look-up tables", total.lut, published.lut),
    compare("flip-flops", total.ff, published.ff),
    compare("block memories of 18 Kbit", total.bram, 2 * published.ramb36 + published.ramb18),
    ...(timing && framesPerSecond
      ? [compare("frames per second", timing.framesPerSecond, framesPerSecond)]
      : []),
    ...(timing && latencyMicroseconds
      ? [compare("latency, µs", timing.latencyMicroseconds, latencyMicroseconds)]
      : []),
  ];
}

function withPlatform(
  build: PublishedBuild,
  { total }: ModelEstimate,
  others: readonly { readonly build: PublishedBuild; readonly estimate: ModelEstimate }[],
): readonly ComparedBuild[] {
  if (others.length === 0) return [];
  const rests = others.map((other) => other.build.published.lut - other.estimate.total.lut.value);
  const platform = rests.reduce((sum, rest) => sum + rest, 0) / rests.length;
  const { low, value, high } = total.lut;
  const source = `${total.lut.provenance.source} + ${Math.round(platform)} of a platform by the other builds`;
  const ends = [low + Math.min(...rests), value + platform, high + Math.max(...rests)] as const;
  const published = publishedFigure(build.published.lut, build.source);
  const predicted = figureBetween(ends, { source }, total.lut.isExtrapolated);
  return [compared(build, { quantity: "look-up tables, platform added", predicted, published })];
}

function compared(
  { name }: PublishedBuild,
  numbers: Pick<ComparedBuild, "quantity" | "predicted" | "published">,
): ComparedBuild {
  const difference = numbers.predicted.value / numbers.published.value - 1;
  return { build: name, ...numbers, difference };
}

function publishedFigure(value: number, source: string): Figure {
  return { ...exactFigure(value, source), kind: "published" };
}
