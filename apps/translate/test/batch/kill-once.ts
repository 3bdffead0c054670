import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";

/** Kills a process, as a machine that fails does, once a file is there. */
export function killOnce(path: string): (child: ChildProcess) => void {
  return (child) => {
    const timer = setInterval(() => {
      if (!existsSync(path)) return;
      clearInterval(timer);
      child.kill("SIGKILL");
    }, 5);
  };
}
