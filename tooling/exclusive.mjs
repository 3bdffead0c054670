// Lets one process at a time do something in a folder, as installing and building are.
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const pollMilliseconds = 100;

/** Waits until no other living process holds the lock, a folder whose one file is named by the holder's process number, and
 *  takes it; it is held until the function returned is called, or the process ends. Where nothing can be written there is
 *  nothing to keep apart.
 *  @param lock  path of the folder, whose parent is there
 *  @param onWait  is told the number of the process that is waited for, once for each */
export async function takeLock(lock, onWait) {
  const own = `${lock}/${process.pid}`;
  const prepared = `${lock}-${process.pid}`;
  let waitsFor;
  try {
    mkdirSync(prepared, { recursive: true });
    writeFileSync(`${prepared}/${process.pid}`, "");
  } catch {
    return () => undefined;
  }
  process.on("exit", release);
  while (!(succeeds(() => renameSync(prepared, lock)) || takeOver())) {
    await setTimeout(pollMilliseconds);
  }
  rmSync(prepared, { recursive: true, force: true });
  return release;

  /** Of several that see that the holder is gone, one gets its file. */
  function takeOver() {
    const [holder] = holders();
    if (holder === undefined || isAlive(holder)) {
      if (holder !== undefined && holder !== waitsFor) onWait(holder);
      waitsFor = holder;
      return false;
    }
    return succeeds(() => renameSync(`${lock}/${holder}`, own));
  }

  function holders() {
    try {
      return readdirSync(lock).map(Number);
    } catch {
      return [];
    }
  }

  function release() {
    rmSync(prepared, { recursive: true, force: true });
    rmSync(own, { force: true });
    succeeds(() => rmdirSync(lock));
  }
}

function succeeds(action) {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
