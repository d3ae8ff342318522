export const decayCurveAbi = [
  {
    inputs: [
      { internalType: "uint128", name: "total_", type: "uint128" },
      { internalType: "uint32", name: "halfLifeEpochs_", type: "uint32" },
    ],
    stateMutability: "nonpayable",
    type: "constructor",
  },
  {
    inputs: [
      { internalType: "uint256", name: "value", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "DecayCurveParameterOutOfRange",
    type: "error",
  },
  {
    inputs: [{ internalType: "uint256", name: "epochs", type: "uint256" }],
    name: "cumulative",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "halfLifeEpochs",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "total",
    outputs: [{ internalType: "uint128", name: "", type: "uint128" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
