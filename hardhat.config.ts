import "@nomicfoundation/hardhat-toolbox";
import {
  TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD,
  TASK_COMPILE_SOLIDITY_LOG_COMPILATION_ERRORS,
} from "hardhat/builtin-tasks/task-names";
import { type HardhatUserConfig, subtask } from "hardhat/config";
import { version as solcVersion } from "solc/package.json";

import { longVersion } from "./scripts/compiler/version";

// An assertion that nobody awaited must fail the run instead of passing silently.
process.on("unhandledRejection", (reason) => {
  throw reason;
});

// The compiler is the pinned npm package: nothing is downloaded, and every machine compiles with the same bytes.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD).setAction(() =>
  Promise.resolve({
    version: solcVersion,
    longVersion: longVersion(),
    compilerPath: require.resolve("solc/soljson.js"),
    isSolcJs: true,
  }),
);

interface CompilerOutput {
  errors?: { severity: string; sourceLocation?: { file: string } }[];
}

// Warnings inside dependencies are not ours to fix and would bury the first one of our own.
subtask(TASK_COMPILE_SOLIDITY_LOG_COMPILATION_ERRORS).setAction(
  (args: { output: CompilerOutput }, _hre, runSuper) => {
    const errors = args.output.errors?.filter(
      ({ severity, sourceLocation }) => severity === "error" || sourceLocation?.file.startsWith("contracts/"),
    );
    return runSuper({ ...args, output: { ...args.output, errors } }) as Promise<void>;
  },
);

const config: HardhatUserConfig = {
  solidity: {
    version: solcVersion,
    settings: {
      evmVersion: "cancun",
      viaIR: true,
      optimizer: { enabled: true, runs: 1_000_000 },
    },
  },
  paths: { ignition: "./deploy" },
  typechain: { outDir: "typechain-types", target: "ethers-v6", node16Modules: true },
  gasReporter: { enabled: false },
  mocha: { timeout: 600_000 },
};

export default config;
