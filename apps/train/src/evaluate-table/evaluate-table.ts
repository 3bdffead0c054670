import { type Classifier, loadClassifier } from "@bnnkit/runtime";
import { UsageError } from "../errors.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import type { CsvTable } from "../weightless/csv-table.ts";

/** How well a packed classifier does on the rows of a table. */
export interface TableEvaluation {
  readonly rows: number;
  /** Share of the rows whose class has the greatest score. */
  readonly accuracy: number;
  /** From the first row to the last, loading excluded. */
  readonly rowsPerSecond: number;
  readonly modelBytes: number;
}

/** Scores a packed classifier of rows of numbers on a table.
 *  @throws UsageError naming the file that is missing or malformed, or does not fit the other. */
export async function evaluateTable(path: string, table: CsvTable): Promise<TableEvaluation> {
  const bytes = await readInput(path, maximumModelBytes);
  using classifier = await open(path, bytes);
  const { labels } = classifier.description;
  const { height, width, features, code } = classifier.input;
  const numbers = height * width * features;
  if (code[0].digit !== "float32" || numbers !== table.features || labels === undefined) {
    throw new UsageError(
      `${path}: must read rows of ${table.features} float32 numbers, and name its classes; it reads ${numbers} of ${code[0].digit}`,
    );
  }
  const strange = table.classes.find((name) => !labels.includes(name));
  if (strange !== undefined) {
    throw new UsageError(`${path}: must know class "${strange}", it has ${labels.join(", ")}`);
  }
  const start = performance.now();
  const classes = await classifier.classify(table.values);
  const seconds = (performance.now() - start) / 1000;
  const rows = table.classes.length;
  const right = classes.filter(({ label }, row) => label === table.classes[row]).length;
  return {
    ...{ rows, accuracy: right / rows, rowsPerSecond: rows / seconds },
    modelBytes: bytes.length,
  };
}

async function open(path: string, bytes: Uint8Array): Promise<Classifier> {
  try {
    return await loadClassifier(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}
