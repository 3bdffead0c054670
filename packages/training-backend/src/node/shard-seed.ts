/** Seed of one shard: an unsigned 32-bit hash of the run's seed, the step and the shard's number, so that no shard
 *  repeats another's random numbers and nothing has to be remembered between steps.
 *  The mixer is the finalizer of MurmurHash3 (Appleby 2011, public domain), applied once per word. */
export function shardSeed(seed: number, step: number, shard: number): number {
  return mix(mix(mix(seed) ^ step) ^ shard);
}

function mix(word: number): number {
  let hash = (word ^ 0x9e3779b9) >>> 0; // 2³²/φ: keeps 0 from staying 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
