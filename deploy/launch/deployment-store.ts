import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { OpenDepinError } from "../../src/errors";
import type { NetworkDeployment } from "../../src/deployments";
import { replaceFile } from "../../src/files/replace-file";

const RECORD = /^([1-9][0-9]*)\.json$/;
const INDEX = "published.ts";

/** Where the addresses of deployed networks are kept, and the journals of their deployments. */
export class DeploymentStore {
  /**
   * @param records One `<chain id>.json` a chain.
   * @param journals One directory a chain.
   */
  constructor(
    readonly records: string,
    readonly journals: string,
  ) {}

  /** Where a chain's deployment is journaled: Ignition's own name for it. */
  journalOf(chainId: number): string {
    return join(this.journals, `chain-${chainId}`);
  }

  recordOf(chainId: number): string {
    return join(this.records, `${chainId}.json`);
  }

  /** @throws OpenDepinError `NOT_DEPLOYED`. */
  async read(chainId: number): Promise<NetworkDeployment> {
    const file = this.recordOf(chainId);
    if (!existsSync(file)) {
      throw new OpenDepinError(
        "NOT_DEPLOYED",
        `no network is known on chain ${chainId}: npm run deploy writes this file`,
        { file },
      );
    }
    return JSON.parse(await readFile(file, "utf8")) as NetworkDeployment;
  }

  /** Writes a network's addresses; where the package keeps them, the index through which it finds them too. */
  async write(record: NetworkDeployment): Promise<void> {
    await mkdir(this.records, { recursive: true });
    await replaceFile(this.recordOf(record.chainId), `${JSON.stringify(record, undefined, 2)}\n`);
    const index = join(this.records, INDEX);
    if (existsSync(index)) await replaceFile(index, indexOf(await this.#chains()));
  }

  async #chains(): Promise<number[]> {
    const chains = (await readdir(this.records)).flatMap((file) => RECORD.exec(file)?.[1] ?? []);
    return chains.map(Number).sort((left, right) => left - right);
  }
}

/** The source of the index of all published networks. */
export function indexOf(chains: readonly number[]): string {
  const imports = chains.map((chain) => `import chain${chain} from "./${chain}.json";\n`).join("");
  const list = chains.map((chain) => `chain${chain}`).join(", ");
  return `// Written by \`npm run deploy\`: one file a chain, listed here.
${imports}import type { NetworkDeployment } from "./network-deployment";

/** Every published deployment. */
export const published = [${list}] as readonly NetworkDeployment[];
`;
}
