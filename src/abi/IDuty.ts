export const iDutyAbi = [
  {
    inputs: [{ internalType: "address", name: "account", type: "address" }],
    name: "isOnDuty",
    outputs: [{ internalType: "bool", name: "", type: "bool" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
