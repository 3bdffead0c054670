import { afterAll, beforeAll, describe } from "vitest";
import { wasmIsas } from "../src/isa.ts";
import { binaryCandidates, candidateId } from "../src/tune/binary-candidates.ts";
import { choiceOf } from "../src/tune/binary-choice.ts";
import { binaryBuckets } from "../src/tune/shape-buckets.ts";
import { ArenaFixture, isas } from "./arena-fixture.ts";
import { bgemmContract } from "./bgemm.contract.ts";
import { bgemmOnArena } from "./bgemm-on-arena.ts";
import { bgemmOutputsContract } from "./bgemm-outputs.contract.ts";

// What a choice can name keeps the contract of the operation: tuning changes no result.
for (const isa of wasmIsas)
  for (const candidate of binaryCandidates)
    describe.skipIf(!isas.includes(isa))(
      `${candidateId("bgemm", candidate, isa)} of ${isa}`,
      () => {
        let fixture: ArenaFixture;
        beforeAll(async () => {
          fixture = await ArenaFixture.create(isa, {
            choice: choiceOf(isa, candidate, binaryBuckets),
          });
        });
        afterAll(() => fixture.kernels.dispose());

        describe("sums", () => bgemmContract(() => bgemmOnArena(fixture)));
        describe("outputs", () => bgemmOutputsContract(() => fixture));
      },
    );
