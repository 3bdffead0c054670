import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { activationContract } from "./activation.contract.ts";
import { affineContract } from "./affine.contract.ts";
import { ArenaFixture, allIsas, isas, wasmIsas } from "./arena-fixture.ts";
import { attentionContract } from "./attention.contract.ts";
import { bconv2dContract, bconv2dInArenaContract } from "./bconv2d.contract.ts";
import { bconv2dOnArena } from "./bconv2d-on-arena.ts";
import { bconv2dOutputsContract } from "./bconv2d-outputs.contract.ts";
import { bgemmContract, bgemmInArenaContract } from "./bgemm.contract.ts";
import { bgemmOnArena } from "./bgemm-on-arena.ts";
import { bgemmOutputsContract } from "./bgemm-outputs.contract.ts";
import { binarizeContract } from "./binarize.contract.ts";
import { bitAttentionContract, copyBitRowsContract } from "./bit-attention.contract.ts";
import { bmaxPool2dContract } from "./bmax-pool-2d.contract.ts";
import { copyColumnsContract } from "./copy-columns.contract.ts";
import { copyRowsContract } from "./copy-rows.contract.ts";
import { elementwiseContract } from "./elementwise.contract.ts";
import { embedContract } from "./embed.contract.ts";
import { gemmFloat32Contract } from "./gemm-float32.contract.ts";
import { gemmInt8Contract } from "./gemm-int8.contract.ts";
import { gemmInt8Int32Contract } from "./gemm-int8-int32.contract.ts";
import { layerNormContract } from "./layer-norm.contract.ts";
import { layerNormSignPackContract } from "./layer-norm-sign-pack.contract.ts";
import { logSoftmaxTopKContract } from "./log-softmax-top-k.contract.ts";
import { lookUpContract } from "./look-up.contract.ts";
import { mapPoolContract } from "./map-pool.contract.ts";
import { multiplyContract } from "./multiply.contract.ts";
import { patchesContract } from "./patches.contract.ts";
import { planeGemmContract } from "./plane-gemm.contract.ts";
import { productInt8OutputContract } from "./product-int8-output.contract.ts";
import { productOutputContract } from "./product-output.contract.ts";
import { productSignOutputContract } from "./product-sign-output.contract.ts";
import { quantizeInt8Contract } from "./quantize-int8.contract.ts";
import { rotateContract } from "./rotate.contract.ts";
import { roundContract } from "./round.contract.ts";
import { setBitGemmContract } from "./set-bit-gemm.contract.ts";
import { signPackContract } from "./sign-pack.contract.ts";
import { signPackInt8Contract } from "./sign-pack-int8.contract.ts";
import { signWeightGemmContract } from "./sign-weight-gemm.contract.ts";
import { sparseGemmContract } from "./sparse-gemm.contract.ts";
import { tableGemmContract, tableGemmInArenaContract } from "./table-gemm.contract.ts";
import { tableGemmFloat32Contract } from "./table-gemm-float32.contract.ts";
import { tableGemmOnArena } from "./table-gemm-on-arena.ts";
import { thresholdContract } from "./threshold.contract.ts";
import { truthTablesContract } from "./truth-tables.contract.ts";

const contracts = {
  embedInt8AndFloat32: embedContract,
  signPack: signPackContract,
  bgemm: (fixture: () => ArenaFixture) => {
    bgemmContract(() => bgemmOnArena(fixture()));
    bgemmInArenaContract(() => bgemmOnArena(fixture()));
  },
  bgemmOutputs: bgemmOutputsContract,
  signWeightGemm: signWeightGemmContract,
  gemmFloat32: gemmFloat32Contract,
  layerNorm: layerNormContract,
  reluAndAdd: elementwiseContract,
  attention: attentionContract,
  quantizeInt8: quantizeInt8Contract,
  gemmInt8: gemmInt8Contract,
  logSoftmaxTopK: logSoftmaxTopKContract,
  lookUp: lookUpContract,
  copyRows: copyRowsContract,
  binarize: binarizeContract,
  tableGemm: (fixture: () => ArenaFixture) => {
    tableGemmContract(() => tableGemmOnArena(fixture()));
    tableGemmInArenaContract(() => tableGemmOnArena(fixture()));
  },
  tableGemmFloat32: tableGemmFloat32Contract,
  planeGemm: planeGemmContract,
  setBitGemm: setBitGemmContract,
  productOutput: productOutputContract,
  productInt8Output: productInt8OutputContract,
  productSignOutput: productSignOutputContract,
  signPackInt8: signPackInt8Contract,
  layerNormSignPack: layerNormSignPackContract,
  copyBitRows: copyBitRowsContract,
  rotate: rotateContract,
  sparseGemm: sparseGemmContract,
  bitAttention: bitAttentionContract,
  bconv2d: (fixture: () => ArenaFixture) => {
    bconv2dContract(() => bconv2dOnArena(fixture()));
    bconv2dInArenaContract(() => bconv2dOnArena(fixture()));
  },
  bconv2dOutputs: bconv2dOutputsContract,
  bmaxPool2d: bmaxPool2dContract,
  gemmInt8Int32: gemmInt8Int32Contract,
  threshold: thresholdContract,
  truthTables: truthTablesContract,
  patches: patchesContract,
  maxAndMeanPool2d: mapPoolContract,
  affine: affineContract,
  round: roundContract,
  copyColumns: copyColumnsContract,
  multiply: multiplyContract,
  activation: activationContract,
};

/** Of the tests with several threads every third is run, another third with each number of threads. */
const SHARE = 3;

const engines = [
  ...allIsas.map((isa) => ({ isa, threads: 1 })),
  { isa: wasmIsas[0], threads: 2 },
  { isa: wasmIsas[0], threads: 3 },
];

for (const { isa, threads } of engines)
  describe.skipIf(!isas.includes(isa))(`${isa}, ${threads} thread(s)`, () => {
    let fixture: ArenaFixture;
    let index = 0;
    beforeAll(async () => {
      fixture = await ArenaFixture.create(isa, { threads });
      expect(fixture.kernels.threads).toBe(threads);
    });
    beforeEach((context) => {
      if (threads > 1 && index++ % SHARE !== threads % SHARE) context.skip();
    });
    afterAll(() => fixture.kernels.dispose());

    for (const [name, contract] of Object.entries(contracts)) {
      describe(name, () => contract(() => fixture));
    }
  });
