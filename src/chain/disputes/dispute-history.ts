import { toBeHex } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import { noProgress, type Progress } from "../../files/progress";
import type { Address, Hex } from "../../hex";
import { contractLogs } from "../contract-logs";
import { punishmentOf, type Punishment } from "./punishment";

/** What only the events of a dispute say. */
export interface DisputeHistory {
  /** When it was opened. */
  block: number | undefined;
  /** Hash of the challenger's evidence. */
  evidence: Hex | undefined;
  evidenceURI: string;
  /** The disputed report's root. */
  root: Hex | undefined;
  ruling: Ruling | undefined;
  punished: Punishment[];
}

export interface Ruling {
  upheld: boolean;
  penalty: bigint;
  by: Address;
  reasonURI: string;
}

/** Reads what the events of a DisputeManager tell about one dispute. */
export async function readDisputeHistory(
  manager: DisputeManager,
  dispute: number,
  progress: Progress = noProgress,
): Promise<DisputeHistory> {
  const history: DisputeHistory = {
    block: undefined,
    evidence: undefined,
    evidenceURI: "",
    root: undefined,
    ruling: undefined,
    punished: [],
  };
  const topics = [null, toBeHex(dispute, 32)];
  for await (const log of contractLogs(manager, { phase: "reading the dispute", topics, progress })) {
    const event = manager.interface.parseLog(log);
    if (event !== null) take(history, event.name, event.args.toObject(), log.blockNumber);
  }
  return history;
}

function take(history: DisputeHistory, name: string, values: Record<string, unknown>, block: number): void {
  if (name === "DisputeOpened") {
    const { evidence, evidenceURI } = values;
    Object.assign(history, { block, evidence, evidenceURI });
  }
  if (name === "ReportChallenged") history.root = values["root"] as Hex;
  if (name === "DisputeRuled") {
    const { upheld, penalty, by, reasonURI } = values as unknown as Ruling;
    history.ruling = { upheld, penalty, by, reasonURI };
  }
  if (name === "Punished") history.punished.push(punishmentOf(values));
}
