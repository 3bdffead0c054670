import { aAndB } from "./a-and-b.ts";
import { abcNet } from "./abc-net.ts";
import { adaBin } from "./adabin.ts";
import { binaryConnect } from "./binary-connect.ts";
import { bitsOnly } from "./bits-only.ts";
import { bmxnet } from "./bmxnet.ts";
import { bnext } from "./bnext.ts";
import { bnn } from "./bnn.ts";
import { bop } from "./bop.ts";
import { dorefa } from "./dorefa.ts";
import { ebnn } from "./ebnn.ts";
import { fewMultiplications } from "./few-multiplications.ts";
import { float } from "./float.ts";
import { hbnn } from "./hbnn.ts";
import { hwgq } from "./hwgq.ts";
import { irNet } from "./ir-net.ts";
import { lbcnn } from "./lbcnn.ts";
import { lightNn } from "./lightnn.ts";
import { oneBitWeights } from "./one-bit-weights.ts";
import { pact } from "./pact.ts";
import { pokeBnn } from "./pokebnn.ts";
import { proxConnect } from "./proxconnect.ts";
import { reActNet } from "./reactnet.ts";
import type { BinarizationSystem } from "./recipe.ts";
import { recu } from "./recu.ts";
import { ternaryWeights } from "./ternary-weights.ts";
import { xnorNet } from "./xnor-net.ts";

/** What the command line calls a system. */
export type SystemName =
  | "float"
  | "binary-connect"
  | "bnn"
  | "few-multiplications"
  | "xnor-net"
  | "bmxnet"
  | "ebnn"
  | "hwgq"
  | "dorefa"
  | "abc-net"
  | "hbnn"
  | "reactnet"
  | "proxconnect"
  | "lbcnn"
  | "lightnn"
  | "bop"
  | "bits-only"
  | "one-bit-weights"
  | "ternary-weights"
  | "ir-net"
  | "recu"
  | "adabin"
  | "pact"
  | "pokebnn"
  | "bnext"
  | "a-and-b";

/** Every system that there is a recipe for, by its name, in the order of publication. */
export const systems: Readonly<Record<SystemName, BinarizationSystem>> = {
  float: float,
  "binary-connect": binaryConnect,
  bnn: bnn,
  "few-multiplications": fewMultiplications,
  "xnor-net": xnorNet,
  bmxnet: bmxnet,
  ebnn: ebnn,
  hwgq: hwgq,
  dorefa: dorefa,
  "abc-net": abcNet,
  hbnn: hbnn,
  reactnet: reActNet,
  proxconnect: proxConnect,
  lbcnn,
  lightnn: lightNn,
  bop,
  "bits-only": bitsOnly,
  "one-bit-weights": oneBitWeights,
  "ternary-weights": ternaryWeights,
  "ir-net": irNet,
  recu: recu,
  adabin: adaBin,
  pact: pact,
  pokebnn: pokeBnn,
  bnext,
  "a-and-b": aAndB,
};
