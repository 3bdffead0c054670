import { type Multiplied, multiplyOften } from "./multiply-often.ts";

declare global {
  interface Window {
    multiplyOften(threads: number): Promise<Multiplied>;
  }
}

window.multiplyOften = multiplyOften;
