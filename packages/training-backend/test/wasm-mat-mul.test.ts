import { beforeAll } from "vitest";
import { installTrainingBackend } from "../src/install-training-backend.ts";
import { matMulContract } from "./mat-mul.contract.ts";

beforeAll(() => installTrainingBackend({ nativeMatMul: false }));

matMulContract();
