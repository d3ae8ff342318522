export const iNetworkTimelockAbi = [
  {
    inputs: [
      { internalType: "uint256", name: "delay", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "NetworkTimelockDelayOutOfRange",
    type: "error",
  },
  {
    inputs: [{ internalType: "address", name: "governor", type: "address" }],
    name: "NetworkTimelockForeignGovernor",
    type: "error",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "role", type: "bytes32" },
      { internalType: "address", name: "account", type: "address" },
    ],
    name: "NetworkTimelockPermanentRole",
    type: "error",
  },
  { inputs: [], name: "NetworkTimelockWouldResign", type: "error" },
  {
    inputs: [],
    name: "authority",
    outputs: [{ internalType: "contract IAccessManager", name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "governor",
    outputs: [{ internalType: "address", name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  { inputs: [], name: "takeOver", outputs: [], stateMutability: "nonpayable", type: "function" },
] as const;
