/** Something of a quantizer that can be set. */
export type QuantizerControl = RangeControl | ChoiceControl;

/** A number by a slider. */
export interface RangeControl {
  readonly kind: "range";
  readonly option: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** As where the option is not given. */
  readonly initial: number;
  readonly onlyWith?: Condition;
}

/** One of several names. */
export interface ChoiceControl {
  readonly kind: "choice";
  readonly option: string;
  readonly values: readonly string[];
  readonly initial: string;
}

/** A control is there only where another option has one of these values. */
export interface Condition {
  readonly option: string;
  readonly values: readonly string[];
}

/** A quantizer as it is offered: plain data, as it goes between a worker and the page. */
export interface QuantizerEntry {
  /** As saved models have it. */
  readonly name: string;
  /** The function that makes it. */
  readonly make: string;
  readonly forward: string;
  readonly backward: string;
  /** What it cannot do without. */
  readonly options: Readonly<Record<string, number | string>>;
  readonly controls: readonly QuantizerControl[];
}

/** What the controls of a quantizer stand at. */
export type Settings = Readonly<Record<string, number | string>>;

/** The controls that show, at these settings. */
export function activeControls(
  { controls }: QuantizerEntry,
  settings: Settings,
): readonly QuantizerControl[] {
  return controls.filter((control) => {
    const condition = control.kind === "range" ? control.onlyWith : undefined;
    if (condition === undefined) return true;
    const other = controls.find(({ option }) => option === condition.option);
    const value = settings[condition.option] ?? other?.initial ?? "";
    return condition.values.includes(String(value));
  });
}

/** The options that settings make: those that differ from what they are without being given. */
export function optionsOf(entry: QuantizerEntry, settings: Settings): Settings {
  const changed = activeControls(entry, settings).flatMap(({ option, initial }) => {
    const value = settings[option];
    const fixed = entry.options[option];
    return value === undefined || value === (fixed ?? initial) ? [] : [[option, value] as const];
  });
  return { ...entry.options, ...Object.fromEntries(changed) };
}

/** As a program has it. */
export function callOf(entry: QuantizerEntry, settings: Settings): string {
  const parts = Object.entries(optionsOf(entry, settings)).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return `${entry.make}(${parts.length === 0 ? "" : `{ ${parts.join(", ")} }`})`;
}
