import { join } from "node:path";

import config from "../hardhat.config";

const root = join(__dirname, "..");

/** Instrumented artifacts live apart: in the usual place they would pass for what is deployed and measured. */
export default {
  ...config,
  paths: {
    ...config.paths,
    root,
    artifacts: join(root, "cache/coverage/artifacts"),
    cache: join(root, "cache/coverage/cache"),
  },
};
