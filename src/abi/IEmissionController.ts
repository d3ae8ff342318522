export const iEmissionControllerAbi = [
  {
    inputs: [
      { internalType: "address", name: "distributor", type: "address" },
      { internalType: "uint32", name: "program", type: "uint32" },
    ],
    name: "EmissionControllerDistributorMismatch",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "epochLength", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "EmissionControllerEpochLengthOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "genesis", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "EmissionControllerGenesisTooFar",
    type: "error",
  },
  {
    inputs: [
      { internalType: "address", name: "caller", type: "address" },
      { internalType: "uint32", name: "program", type: "uint32" },
    ],
    name: "EmissionControllerNotDistributor",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "gasLeft", type: "uint256" },
      { internalType: "uint256", name: "gasNeeded", type: "uint256" },
    ],
    name: "EmissionControllerOutOfGas",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "amount", type: "uint256" },
      { internalType: "uint256", name: "available", type: "uint256" },
    ],
    name: "EmissionControllerOverdrawn",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "scheduleLimit", type: "uint256" },
      { internalType: "uint256", name: "emissionCap", type: "uint256" },
    ],
    name: "EmissionControllerScheduleAboveCap",
    type: "error",
  },
  {
    inputs: [{ internalType: "uint256", name: "max", type: "uint256" }],
    name: "EmissionControllerTooManyPrograms",
    type: "error",
  },
  {
    inputs: [{ internalType: "contract IEmissionCurve", name: "curve", type: "address" }],
    name: "EmissionControllerUnsoundCurve",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "sumBps", type: "uint256" },
      { internalType: "uint256", name: "wholeBps", type: "uint256" },
    ],
    name: "EmissionControllerWeightsAboveWhole",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "length", type: "uint256" },
      { internalType: "uint256", name: "programs", type: "uint256" },
    ],
    name: "EmissionControllerWeightsLengthMismatch",
    type: "error",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "uint32", name: "fromEpoch", type: "uint32" },
      { indexed: true, internalType: "contract IEmissionCurve", name: "previous", type: "address" },
      { indexed: true, internalType: "contract IEmissionCurve", name: "current", type: "address" },
    ],
    name: "CurveSet",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "uint32", name: "program", type: "uint32" },
      { indexed: true, internalType: "address", name: "distributor", type: "address" },
    ],
    name: "ProgramAdded",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "uint32", name: "program", type: "uint32" },
      { indexed: true, internalType: "address", name: "distributor", type: "address" },
      { indexed: false, internalType: "uint256", name: "amount", type: "uint256" },
    ],
    name: "RewardsDrawn",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "uint32", name: "fromEpoch", type: "uint32" },
      { indexed: false, internalType: "uint16[]", name: "weightsBps", type: "uint16[]" },
    ],
    name: "WeightsSet",
    type: "event",
  },
  {
    inputs: [{ internalType: "address", name: "distributor", type: "address" }],
    name: "addProgram",
    outputs: [{ internalType: "uint32", name: "program", type: "uint32" }],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [
      { internalType: "uint32", name: "program", type: "uint32" },
      { internalType: "uint32", name: "epoch", type: "uint32" },
    ],
    name: "available",
    outputs: [{ internalType: "uint256", name: "amount", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint32", name: "epoch", type: "uint32" }],
    name: "curveOf",
    outputs: [{ internalType: "contract IEmissionCurve", name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint32", name: "program", type: "uint32" }],
    name: "distributorOf",
    outputs: [{ internalType: "address", name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "uint32", name: "program", type: "uint32" },
      { internalType: "uint256", name: "amount", type: "uint256" },
    ],
    name: "draw",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint32", name: "program", type: "uint32" }],
    name: "drawn",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "emissionCap",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "endedEpochs",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "uint32", name: "program", type: "uint32" },
      { internalType: "uint32", name: "epochs", type: "uint32" },
    ],
    name: "entitled",
    outputs: [{ internalType: "uint256", name: "amount", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "epochLength",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "genesis",
    outputs: [{ internalType: "uint40", name: "", type: "uint40" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "nextEpoch",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "programCount",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint32", name: "epochs", type: "uint32" }],
    name: "scheduled",
    outputs: [{ internalType: "uint256", name: "amount", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "contract IEmissionCurve", name: "curve", type: "address" }],
    name: "setCurve",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint16[]", name: "weightsBps", type: "uint16[]" }],
    name: "setWeights",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [],
    name: "token",
    outputs: [{ internalType: "contract IERC20", name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "totalDrawn",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "uint32", name: "program", type: "uint32" },
      { internalType: "uint32", name: "epoch", type: "uint32" },
    ],
    name: "weightOf",
    outputs: [{ internalType: "uint16", name: "", type: "uint16" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
