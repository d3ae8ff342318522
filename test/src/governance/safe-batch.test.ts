import { expect } from "chai";
import { getAddress } from "ethers";

import { safeBatch, safeChecksum } from "../../../src/governance/safe-batch";
import { placed } from "./support";

const SAFE = "0xa77de01e157f9f57c7c4a326eee9c4874d0598b6";

/** A batch that Safe's transaction builder 1.18.2 has saved itself, with the checksum that it wrote. */
const SAVED = {
  version: "1.0",
  chainId: "1",
  createdAt: 1761326849944,
  meta: {
    name: "Transactions Batch",
    description: "",
    txBuilderVersion: "1.18.2",
    createdFromSafeAddress: "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6",
    createdFromOwnerAddress: "",
    checksum: "0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989",
  },
  transactions: [
    {
      to: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
      value: "0",
      data: null,
      contractMethod: {
        inputs: [
          { internalType: "address", name: "spender", type: "address" },
          { internalType: "uint256", name: "value", type: "uint256" },
        ],
        name: "approve",
        payable: false,
      },
      contractInputsValues: {
        spender: "0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8",
        value: "100000000000",
      },
    },
  ],
};

const options = { chainId: 10n, safe: SAFE, name: "Pause", description: "Why", createdAt: 1 } as const;

describe("safeBatch", () => {
  it("has the checksum that the builder itself writes", () => {
    expect(safeChecksum(SAVED)).to.equal(SAVED.meta.checksum);
    const renamed = { ...SAVED, meta: { ...SAVED.meta, name: "Another" } };
    expect(safeChecksum(renamed), "the name does not count").to.equal(SAVED.meta.checksum);
    const elsewhere = { ...SAVED, chainId: "2" };
    expect(safeChecksum(elsewhere)).not.to.equal(SAVED.meta.checksum);
  });

  it("names the function and its arguments beside the data", () => {
    const call = placed("OperatorStaking.pauseBonding", "5");
    const { target: to, data, fragment, args } = call;
    const batch = safeBatch([{ to, data, fragment, args }], options);
    const [input] = fragment.inputs;
    expect(batch).to.deep.include({ version: "1.0", chainId: "10", createdAt: 1 });
    expect(batch.meta).to.deep.equal({
      name: "Pause",
      description: "Why",
      txBuilderVersion: "1.18.2",
      createdFromSafeAddress: getAddress(SAFE),
      createdFromOwnerAddress: "",
      checksum: safeChecksum(batch),
    });
    expect(batch.transactions).to.deep.equal([
      {
        to: getAddress(to),
        value: "0",
        data,
        contractMethod: {
          inputs: [{ internalType: "uint40", name: input?.name, type: "uint40" }],
          name: "pauseBonding",
          payable: false,
        },
        contractInputsValues: { [input?.name ?? ""]: "5" },
      },
    ]);
  });

  it("writes lists and tuples as the builder takes them", () => {
    const member = '[["0x01","0x00000000000000000000000000000000000000aa",1]]';
    const { target: to, data, fragment, args } = placed("ReporterCommittee@1.configure", "[]", member, "1");
    const [transaction] = safeBatch([{ to, data, fragment, args }], options).transactions as [
      { contractMethod: { inputs: unknown[] }; contractInputsValues: Record<string, string> },
    ];
    const [removed, added] = fragment.inputs.map(({ name }) => name);
    expect(transaction.contractMethod.inputs[1]).to.deep.equal({
      internalType: "tuple[]",
      name: added,
      type: "tuple[]",
      components: [
        { internalType: "bytes", name: "signer", type: "bytes" },
        { internalType: "address", name: "account", type: "address" },
        { internalType: "uint32", name: "weight", type: "uint32" },
      ],
    });
    expect(transaction.contractInputsValues[removed ?? ""]).to.equal("[]");
    expect(transaction.contractInputsValues[added ?? ""]).to.equal(
      '[["0x01","0x00000000000000000000000000000000000000AA","1"]]',
    );
  });
});
