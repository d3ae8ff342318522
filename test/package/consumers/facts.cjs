"use strict";

/** What a consumer sees of every entry point, in a form that can be printed and compared. */
exports.factsOf = ({ library, abi, typechain, rewards, devices, deployments, artifact }) => ({
  root: rewards.claimTree(claims).root(),
  device: devices.deviceIdOf(devices.addressSigner(claims[0].account)).toString(),
  batchRoot: devices.batchTree(batch).root(),
  isOneLibrary:
    library.claimTree === rewards.claimTree &&
    library.rewardTokenAbi === abi.rewardTokenAbi &&
    library.batchTree === devices.batchTree,
  isOneError: errorOf(() => rewards.claimTree([])) instanceof library.OpenDepinError,
  functions: abi.rewardDistributorAbi.filter(({ type }) => type === "function").map(({ name }) => name),
  claimSelector: typechain.RewardDistributor__factory.createInterface().getFunction("claim").selector,
  deployments: deployments.deployments,
  contractName: artifact.contractName,
  bytecode: artifact.bytecode,
});

const claims = [
  { account: `0x${"a1".repeat(20)}`, cumulative: 1n, devicesRoot: `0x${"00".repeat(32)}` },
  { account: `0x${"b2".repeat(20)}`, cumulative: 2n ** 255n, devicesRoot: `0x${"d3".repeat(32)}` },
  { account: `0x${"c3".repeat(20)}`, cumulative: 10n ** 18n, devicesRoot: `0x${"e4".repeat(32)}` },
];

const batch = [
  { device: 1n, kind: 1 },
  { device: 2n ** 255n, kind: 2 },
];

function errorOf(call) {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
