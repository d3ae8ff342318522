export const expiringPauseAbi = [
  {
    inputs: [
      { internalType: "uint40", name: "until", type: "uint40" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "PauseTooLong",
    type: "error",
  },
] as const;
