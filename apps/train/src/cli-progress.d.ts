// cli-progress ships no types; this is the part in use.
declare module "cli-progress" {
  type Payload = Readonly<Record<string, string>>;
  interface Options {
    readonly format?: string;
    readonly stream?: NodeJS.WritableStream;
    readonly hideCursor?: boolean;
    readonly etaBuffer?: number;
    readonly noTTYOutput?: boolean;
  }
  interface Preset {
    readonly format: string;
    readonly barCompleteChar: string;
    readonly barIncompleteChar: string;
  }
  export const Presets: { readonly shades_classic: Preset };
  export class SingleBar {
    constructor(options: Options, preset: Preset);
    start(total: number, startValue: number, payload?: Payload): void;
    update(value: number, payload?: Payload): void;
    getProgress(): number;
    stop(): void;
  }
}
