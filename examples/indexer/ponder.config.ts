import {
  deviceRegistryAbi,
  disputeManagerAbi,
  emissionControllerAbi,
  makerRegistryAbi,
  operatorStakingAbi,
  rewardDistributorAbi,
} from "opendepin/abi";
import { createConfig, factory } from "ponder";
import { getAbiItem } from "viem";

import { readNetwork } from "./network";

const { chainId, rpc, startBlock, isDevnet, contracts } = readNetwork(process.env);

const from = { chain: "network", startBlock } as const;

export default createConfig({
  chains: {
    network: {
      id: chainId,
      rpc,
      disableCache: isDevnet,
      pollingInterval: isDevnet ? 250 : 1_000,
    },
  },
  contracts: {
    MakerRegistry: { ...from, abi: makerRegistryAbi, address: contracts.makerRegistry },
    DeviceRegistry: { ...from, abi: deviceRegistryAbi, address: contracts.deviceRegistry },
    EmissionController: { ...from, abi: emissionControllerAbi, address: contracts.emissionController },
    OperatorStaking: { ...from, abi: operatorStakingAbi, address: contracts.operatorStaking },
    DisputeManager: { ...from, abi: disputeManagerAbi, address: contracts.disputeManager },
    // the distributors of all programs, also of those that governance adds later
    RewardDistributor: {
      ...from,
      abi: rewardDistributorAbi,
      address: factory({
        address: contracts.emissionController,
        event: getAbiItem({ abi: emissionControllerAbi, name: "ProgramAdded" }),
        parameter: "distributor",
      }),
    },
  },
});
