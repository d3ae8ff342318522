export const halvingCurveAbi = [
  {
    inputs: [
      { internalType: "uint128", name: "initialPerEpoch_", type: "uint128" },
      { internalType: "uint32", name: "halvingEpochs_", type: "uint32" },
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
    name: "HalvingCurveParameterOutOfRange",
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
    name: "halvingEpochs",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "initialPerEpoch",
    outputs: [{ internalType: "uint128", name: "", type: "uint128" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
