export const stepCurveAbi = [
  {
    inputs: [
      {
        components: [
          { internalType: "uint32", name: "fromEpoch", type: "uint32" },
          { internalType: "uint96", name: "perEpoch", type: "uint96" },
        ],
        internalType: "struct StepCurve.Step[]",
        name: "steps",
        type: "tuple[]",
      },
    ],
    stateMutability: "nonpayable",
    type: "constructor",
  },
  {
    inputs: [
      { internalType: "uint256", name: "length", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "StepCurveLengthOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "index", type: "uint256" },
      { internalType: "uint32", name: "fromEpoch", type: "uint32" },
    ],
    name: "StepCurveNotAscending",
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
    inputs: [{ internalType: "uint256", name: "index", type: "uint256" }],
    name: "stepAt",
    outputs: [
      {
        components: [
          { internalType: "uint32", name: "fromEpoch", type: "uint32" },
          { internalType: "uint96", name: "perEpoch", type: "uint96" },
        ],
        internalType: "struct StepCurve.Step",
        name: "",
        type: "tuple",
      },
    ],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "stepCount",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
