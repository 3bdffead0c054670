/** What a helper thread is told once. */
export interface HelperSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Which thread it is, of how many. */
  readonly index: number;
  readonly threads: number;
  readonly control: Int32Array;
  /** Where its state and what it shares lie in `control`, see control.ts. */
  readonly words: Readonly<Record<"state" | "tape" | "pieces" | "claimed", number>>;
  readonly states: Readonly<
    Record<"idle" | "parked" | "work" | "busy" | "awaited" | "broken", number>
  >;
}
