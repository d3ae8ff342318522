export const iEmissionCurveAbi = [
  {
    inputs: [{ internalType: "uint256", name: "epochs", type: "uint256" }],
    name: "cumulative",
    outputs: [{ internalType: "uint256", name: "amount", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
