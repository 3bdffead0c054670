import { readModel } from "@bnnkit/model";
import { loadClassifier } from "@bnnkit/runtime";
import { type Images, randomImages } from "../classify/images.ts";
import { measure } from "../measure.ts";
import { quartiles } from "../quantile.ts";
import { plainNetwork } from "./plain-network.ts";

/** How fast a network of look-up tables answers so many samples at once, on one thread. */
export interface NetworkSpeed {
  readonly kind: "measured";
  readonly name: string;
  /** Evaluated for a sample; the comparators of its encoder are not among them, but within the time. */
  readonly tables: number;
  readonly samples: number;
  readonly packed: ArmSpeed;
  readonly plain: ArmSpeed;
  /** Processor time of plain JavaScript over that of the packed runtime. */
  readonly ratio: number;
}

/** Of one arm. */
export interface ArmSpeed {
  /** Median of the time that passed. */
  readonly nanosecondsPerSample: number;
  /** Median of the processor time. */
  readonly cpuNanosecondsPerSample: number;
  readonly tablesPerCpuMillisecond: number;
}

export interface NetworkSpeedOptions {
  readonly name: string;
  readonly batchSizes: readonly number[];
  readonly rounds: number;
  readonly turnMilliseconds: number;
  readonly signal: AbortSignal;
}

const sampleMilliseconds = 1;

/** Times the packed runtime beside plain JavaScript in turns, after both have given the same votes of all samples.
 *  @throws RangeError for a model that is no network of look-up tables, Error where votes differ */
export async function networkSpeeds(
  bytes: Uint8Array,
  { name, batchSizes, rounds, turnMilliseconds, signal }: NetworkSpeedOptions,
): Promise<readonly NetworkSpeed[]> {
  const model = readModel(bytes);
  if (model.description.task !== "classification") {
    throw new RangeError(`networkSpeeds: model must classify, got ${model.description.task}`);
  }
  const plain = plainNetwork(model, model.description);
  using classifier = await loadClassifier(bytes, { threads: 1 });
  const all = samplesBetween(plain, randomImages(classifier.input, Math.max(...batchSizes)));
  const [expected, actual] = [plain.scores(all), await classifier.scores(all)];
  const wrong = actual.findIndex((votes, i) => votes !== expected[i]);
  if (wrong >= 0 || actual.length !== expected.length) {
    const sample = Math.floor(wrong / classifier.classes);
    throw new Error(
      `sample ${sample + 1}: must have ${expected[wrong]} votes as in plain JavaScript, got ${actual[wrong]}; not timed`,
    );
  }
  const speeds: NetworkSpeed[] = [];
  for (const samples of batchSizes) {
    const batch = all.subarray(0, samples * plain.numbers);
    const arms = [
      {
        name: "packed",
        isAsynchronous: true,
        run: async () => void (await classifier.scores(batch)),
      },
      { name: "plain", isAsynchronous: false, run: () => void plain.scores(batch) },
    ];
    const timings = await measure(arms, { rounds, sampleMilliseconds, turnMilliseconds, signal });
    const [packed, inPlain] = timings.map(({ milliseconds, cpuMilliseconds }): ArmSpeed => {
      const [wall, cpu] = [quartiles(milliseconds).median, quartiles(cpuMilliseconds).median];
      return {
        nanosecondsPerSample: (1e6 * wall) / samples,
        cpuNanosecondsPerSample: (1e6 * cpu) / samples,
        tablesPerCpuMillisecond: (plain.tables * samples) / cpu,
      };
    });
    const ratio = inPlain.cpuNanosecondsPerSample / packed.cpuNanosecondsPerSample;
    speeds.push({
      kind: "measured",
      name,
      tables: plain.tables,
      samples,
      packed,
      plain: inPlain,
      ratio,
    });
  }
  return speeds;
}

/** Floats spread over where the thresholds of their feature lie, so that bits differ; bytes as they are. */
function samplesBetween(
  { thresholds, numbers }: { readonly thresholds: Float64Array; readonly numbers: number },
  drawn: Images,
): Images {
  if (!(drawn instanceof Float32Array)) return drawn;
  const [low, high] = [
    new Float64Array(numbers).fill(Infinity),
    new Float64Array(numbers).fill(-Infinity),
  ];
  for (const [i, threshold] of thresholds.entries()) {
    low[i % numbers] = Math.min(low[i % numbers], threshold);
    high[i % numbers] = Math.max(high[i % numbers], threshold);
  }
  return drawn.map((u, i) => {
    const [from, to] = [low[i % numbers], high[i % numbers]];
    return (from + to) / 2 + 0.6 * u * (to - from);
  });
}
