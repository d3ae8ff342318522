export const iNetworkGovernorAbi = [
  {
    inputs: [
      { internalType: "uint256", name: "baseDelay", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkGovernorBaseDelayOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "quorumFloor", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkGovernorQuorumFloorOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "quorumBps", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkGovernorQuorumOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "votingDelay", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkGovernorVotingDelayOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "votingPeriod", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkGovernorVotingPeriodOutOfRange",
    type: "error",
  },
  {
    inputs: [],
    name: "quorumFloor",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
