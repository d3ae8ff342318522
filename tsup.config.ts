import { defineConfig } from "tsup";

import { licenseNotices } from "./scripts/build/license-notices";

/** The published library (ESM and CJS, each with its own types), and the command with everything that it needs. */
export default defineConfig([
  {
    entry: {
      index: "src/index.ts",
      abi: "src/abi/index.ts",
      typechain: "src/typechain/index.ts",
      rewards: "src/rewards/index.ts",
      devices: "src/devices/index.ts",
      deployments: "src/deployments/index.ts",
      devnet: "src/devnet/index.ts",
    },
    format: ["esm", "cjs"],
    // also for CJS: classes must be the same through every entry point, or `instanceof` fails
    splitting: true,
    dts: true,
    target: "es2022",
    external: ["ethers"],
    treeshake: true,
    // the devnet looks for its files beside the bundle
    esbuildOptions: (options, { format }) => {
      if (format === "esm") options.define = { ...options.define, __dirname: "import.meta.dirname" };
    },
  },
  {
    entry: { cli: "src/cli/main.ts" },
    format: ["cjs"],
    platform: "node",
    target: "node20",
    noExternal: [/.*/],
    minifySyntax: true,
    esbuildPlugins: [licenseNotices("dist/cli.licenses.txt")],
  },
]);
