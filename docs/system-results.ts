import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** What a page of a system shows of a run: the fields that it needs of a result of `train systems`. */
interface MeasuredRun {
  readonly system: string;
  readonly preset: string;
  readonly network: string;
  readonly epochs: number;
  readonly accuracy: number;
  readonly modelBytes: number;
  readonly bitsPerParameter: number;
}

/** Runs of one system with one preset, network and data set, which differ by their seeds. */
interface MeasuredGroup {
  readonly data: string;
  readonly first: MeasuredRun;
  readonly runs: readonly MeasuredRun[];
}

/** What somebody says a system reaches. */
export interface SystemClaim {
  readonly system: string;
  /** The recipe that comes nearest to it; empty where it is about all. */
  readonly preset: string;
  readonly data: string;
  readonly network: string;
  readonly claim: string;
  /** Where it was read: the paper, or the code of its authors. */
  readonly readIn: string;
}

const resultsFolder = fileURLToPath(new URL("../packages/layers/results/", import.meta.url));
const picturesFile = new URL("./guide/quantizers-in-pictures.md", import.meta.url);
const claimsFile = new URL("./systems/claims.json", import.meta.url);

/** The claims that pages of systems list. */
export function systemClaims(): readonly SystemClaim[] {
  const claims: readonly SystemClaim[] = JSON.parse(readFileSync(claimsFile, "utf8"));
  return claims;
}

/** The text of a page, with what it names in place of `<!-- quantizers: … -->`, `<!-- measured -->` and `<!-- claimed -->` if it
 *  is one of a system: a result that is new in the package's `results` is there with the next build.
 *  @param path  Of its Markdown file. */
export function withSystemResults(text: string, path: string): string {
  const [, system] = /systems\/([a-z0-9-]+)\.md$/.exec(path) ?? [];
  if (system === undefined) return text;
  return text
    .replace(/<!-- quantizers: (.+) -->/, (_, names: string) => quantizerSections(names.split(" ")))
    .replace("<!-- measured -->", () => measuredTable(system))
    .replace("<!-- claimed -->", () => claimedTable(system));
}

/** What the page of pictures has about quantizers, without their variants. */
function quantizerSections(names: readonly string[]): string {
  const page = readFileSync(picturesFile, "utf8");
  const sections = names.map((name) => {
    const [, section] = new RegExp(`^## ${name}\n([\\s\\S]*?\n!\\[.*)$`, "m").exec(page) ?? [];
    if (section === undefined) throw new RangeError(`no picture of the quantizer "${name}"`);
    return `### ${name}\n${section}`;
  });
  return sections.join("\n\n");
}

function measuredTable(system: string): string {
  const groups = measuredGroups();
  const own = groups.filter(({ first }) => first.system === system);
  if (own.length === 0) return "Nothing yet: the command above does it.";
  const rows = own.map((group) => {
    const { data, first } = group;
    const float = groups.find(
      (other) =>
        other.first.system === "float" &&
        other.data === data &&
        other.first.network === first.network,
    );
    return [
      `${dataTitle(data)}, ${first.network}, ${first.epochs} epochs`,
      `\`${first.preset}\``,
      formatAccuracy(group),
      float === undefined ? "" : formatAccuracy(float),
      formatBytes(first.modelBytes),
      float === undefined ? "" : (float.first.modelBytes / first.modelBytes).toFixed(1),
      first.bitsPerParameter.toFixed(2),
    ];
  });
  const titles = ["images and network", "preset", "test accuracy", "in float32", "file"];
  return table([...titles, "times smaller", "bits per parameter"], rows);
}

function claimedTable(system: string): string {
  const own = systemClaims().filter((claim) => claim.system === system);
  if (own.length === 0) {
    return "Its figures are not repeated here, as they could not be compared with their source yet.";
  }
  const rows = own.map(({ preset, data, network, claim, readIn }) => [
    data,
    network,
    preset === "" ? "" : `\`${preset}\``,
    claim,
    `[${readIn.replace(/^https:\/\/(github\.com\/)?/, "")}](${readIn})`,
  ]);
  const claims = table(["data", "network", "nearest preset", "claim", "read in"], rows);
  return `${claims}\n\nOther networks, other images and hundreds of epochs: no figure above can be held against one of these.`;
}

/** All runs of the package's results, by file, system, preset and network. */
function measuredGroups(): readonly MeasuredGroup[] {
  const files = readdirSync(resultsFolder).filter((file) => file.endsWith(".json"));
  return files.sort().flatMap((file) => {
    const runs: readonly MeasuredRun[] = JSON.parse(
      readFileSync(`${resultsFolder}${file}`, "utf8"),
    );
    const byKind = new Map<string, MeasuredRun[]>();
    for (const run of runs) {
      const kind = `${run.network} ${run.system} ${run.preset}`;
      byKind.set(kind, [...(byKind.get(kind) ?? []), run]);
    }
    return [...byKind.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const data = basename(file, ".json").replace(`-${first.network}`, "");
      return [{ data, first, runs: group }];
    });
  });
}

/** The mean of the seeds, and the range where there are several. */
function formatAccuracy({ runs }: MeasuredGroup): string {
  const percents = runs.map(({ accuracy }) => 100 * accuracy);
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  if (percents.length === 1) return `${mean.toFixed(2)} %`;
  const range = `${Math.min(...percents).toFixed(2)} … ${Math.max(...percents).toFixed(2)}`;
  return `${mean.toFixed(2)} % (${range}, ${percents.length} seeds)`;
}

function formatBytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

const titlesOfData: ReadonlyMap<string, string> = new Map([
  ["fashion-mnist", "Fashion-MNIST"],
  ["mnist", "MNIST"],
  ["cifar-10", "CIFAR-10"],
]);

function dataTitle(name: string): string {
  return titlesOfData.get(name) ?? name;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
