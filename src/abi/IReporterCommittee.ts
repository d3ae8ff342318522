export const iReporterCommitteeAbi = [
  {
    inputs: [
      { internalType: "address", name: "account", type: "address" },
      { internalType: "bytes32", name: "key", type: "bytes32" },
    ],
    name: "ReporterCommitteeAccountTaken",
    type: "error",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "key", type: "bytes32" },
      { internalType: "uint32", name: "configuration", type: "uint32" },
    ],
    name: "ReporterCommitteeInvalidApproval",
    type: "error",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "key", type: "bytes32" },
      { internalType: "address", name: "account", type: "address" },
    ],
    name: "ReporterCommitteeKeyTaken",
    type: "error",
  },
  {
    inputs: [{ internalType: "uint256", name: "offset", type: "uint256" }],
    name: "ReporterCommitteeMalformedSignature",
    type: "error",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "key", type: "bytes32" },
      { internalType: "address", name: "caller", type: "address" },
    ],
    name: "ReporterCommitteeNotMember",
    type: "error",
  },
  {
    inputs: [
      { internalType: "address", name: "account", type: "address" },
      { internalType: "uint256", name: "pledged", type: "uint256" },
      { internalType: "uint256", name: "minimum", type: "uint256" },
    ],
    name: "ReporterCommitteePledgeSuffices",
    type: "error",
  },
  {
    inputs: [
      { internalType: "address", name: "account", type: "address" },
      { internalType: "uint256", name: "pledged", type: "uint256" },
      { internalType: "uint256", name: "minimum", type: "uint256" },
    ],
    name: "ReporterCommitteePledgeTooSmall",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "quorum", type: "uint256" },
      { internalType: "uint256", name: "min", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "ReporterCommitteeQuorumOutOfRange",
    type: "error",
  },
  {
    inputs: [
      { internalType: "uint256", name: "members", type: "uint256" },
      { internalType: "uint256", name: "max", type: "uint256" },
    ],
    name: "ReporterCommitteeTooManyMembers",
    type: "error",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "ReporterCommitteeUnknownMember",
    type: "error",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "ReporterCommitteeZeroAccount",
    type: "error",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "ReporterCommitteeZeroWeight",
    type: "error",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "uint32", name: "configuration", type: "uint32" },
      { indexed: false, internalType: "uint64", name: "quorum", type: "uint64" },
      { indexed: false, internalType: "uint64", name: "totalWeight", type: "uint64" },
    ],
    name: "ConfigurationSet",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "bytes32", name: "key", type: "bytes32" },
      { indexed: true, internalType: "address", name: "account", type: "address" },
      { indexed: true, internalType: "address", name: "by", type: "address" },
    ],
    name: "MemberLeft",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: "bytes32", name: "key", type: "bytes32" },
      { indexed: true, internalType: "address", name: "account", type: "address" },
      { indexed: false, internalType: "uint32", name: "weight", type: "uint32" },
      { indexed: false, internalType: "bytes", name: "signer", type: "bytes" },
    ],
    name: "MemberSet",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: false, internalType: "uint128", name: "minimumPledge", type: "uint128" },
      { indexed: false, internalType: "uint40", name: "fromTime", type: "uint40" },
    ],
    name: "MinimumPledgeSet",
    type: "event",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "report", type: "bytes32" },
      { internalType: "uint32", name: "configuration_", type: "uint32" },
      { internalType: "bytes", name: "signature", type: "bytes" },
    ],
    name: "approversOf",
    outputs: [{ internalType: "address[]", name: "accounts", type: "address[]" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "configuration",
    outputs: [{ internalType: "uint32", name: "", type: "uint32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "bytes32[]", name: "leaving", type: "bytes32[]" },
      {
        components: [
          { internalType: "bytes", name: "signer", type: "bytes" },
          { internalType: "address", name: "account", type: "address" },
          { internalType: "uint32", name: "weight", type: "uint32" },
        ],
        internalType: "struct IReporterCommittee.MemberTerms[]",
        name: "joining",
        type: "tuple[]",
      },
      { internalType: "uint64", name: "quorum", type: "uint64" },
    ],
    name: "configure",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "dismiss",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "report", type: "bytes32" },
      { internalType: "uint32", name: "configuration_", type: "uint32" },
    ],
    name: "hashApproval",
    outputs: [{ internalType: "bytes32", name: "", type: "bytes32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "address", name: "account", type: "address" }],
    name: "isOnDuty",
    outputs: [{ internalType: "bool", name: "", type: "bool" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "hash", type: "bytes32" },
      { internalType: "bytes", name: "signature", type: "bytes" },
    ],
    name: "isValidSignature",
    outputs: [{ internalType: "bytes4", name: "magicValue", type: "bytes4" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "memberCount",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "memberKeys",
    outputs: [{ internalType: "bytes32[]", name: "", type: "bytes32[]" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "memberOf",
    outputs: [
      {
        components: [
          { internalType: "address", name: "account", type: "address" },
          { internalType: "uint32", name: "weight", type: "uint32" },
          { internalType: "uint32", name: "joined", type: "uint32" },
          { internalType: "uint32", name: "left", type: "uint32" },
        ],
        internalType: "struct IReporterCommittee.Member",
        name: "",
        type: "tuple",
      },
    ],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "minimumPledge",
    outputs: [{ internalType: "uint128", name: "", type: "uint128" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "quorum",
    outputs: [{ internalType: "uint64", name: "", type: "uint64" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ internalType: "bytes32", name: "key", type: "bytes32" }],
    name: "resign",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [{ internalType: "uint128", name: "minimumPledge_", type: "uint128" }],
    name: "setMinimumPledge",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [],
    name: "totalWeight",
    outputs: [{ internalType: "uint64", name: "", type: "uint64" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [
      { internalType: "bytes32", name: "report", type: "bytes32" },
      { internalType: "bytes", name: "signature", type: "bytes" },
    ],
    name: "weightOf",
    outputs: [{ internalType: "uint256", name: "", type: "uint256" }],
    stateMutability: "view",
    type: "function",
  },
] as const;
