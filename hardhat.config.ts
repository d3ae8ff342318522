import "@nomicfoundation/hardhat-toolbox";
import { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } from "hardhat/builtin-tasks/task-names";
import { type HardhatUserConfig, subtask } from "hardhat/config";
import { version as solcVersion } from "solc/package.json";

import { longVersion } from "./scripts/solc-version";

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

const config: HardhatUserConfig = {
  solidity: {
    version: solcVersion,
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 1_000_000 },
    },
  },
  paths: { ignition: "./deploy" },
  typechain: { outDir: "typechain-types", target: "ethers-v6", node16Modules: true },
  gasReporter: { enabled: false },
  mocha: { timeout: 600_000 },
};

export default config;
