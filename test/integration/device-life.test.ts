import { expect } from "chai";
import { id, Wallet } from "ethers";

import type { Ran } from "./cli-process";
import { DevnetSession } from "./devnet-session";
import { proposeOnDevnet } from "./propose-on-devnet";

const BATCH_SIZE = 1_000_000;
/** The devnet's first kind, which its first maker attests. */
const KIND = "1";
const MAKER = "1";
/** What the devnet requires behind each device of the first kind. */
const REQUIRED_BOND = "50000000000000000000";
const EPOCH_BUDGET = 1000n * 10n ** 18n;
const UNITS = 300n;
const OTHER_UNITS = 700n;
/** What the device earns in each epoch: others contribute the rest. */
const SHARE = (EPOCH_BUDGET * UNITS) / (UNITS + OTHER_UNITS);
/** An hour, and a little for the blocks in between. */
const EPOCH = "65m";
/** Longer than the test's clock goes: no old paper is refused because it has expired. */
const VALIDITY = ["--validity", "864000"];
const SAN_FRANCISCO = "8928308280fffff";

interface DeviceJson {
  owner?: string;
  payee?: string;
  status: string;
  epoch: number;
  key: string;
  nonce: number;
  location?: { cell: string; count: number };
  pendingRotation?: { key: string };
}

/** From the factory to its second owner and beyond: every step by a command, as its user types it. */
describe("The life of a device, through the command line", function () {
  this.bail(true);
  const session = new DevnetSession();
  /** Has no ether when it onboards its device. */
  const owner = new Wallet(id("first owner"));
  /** Has earned nothing before. */
  const buyer = new Wallet(id("second owner"));
  let device: string;
  let otherDevice: string;
  let firstEpoch: number;

  function keyOf(name: string): string {
    const account = session.manifest.accounts[name];
    if (account === undefined) throw new Error(`the devnet has no account ${name}`);
    return account.privateKey;
  }

  function addressOf(name: string): string {
    return new Wallet(keyOf(name)).address.toLowerCase();
  }

  function run(args: readonly string[], key?: string): Ran {
    const ran = session.opendepin(args, key);
    expect(ran.status, args.join(" ")).to.equal(0);
    return ran;
  }

  function onChain(args: readonly string[], key?: string): Ran {
    return run([...args, "--rpc", session.manifest.rpc], key);
  }

  function json(args: readonly string[], key?: string): unknown {
    return JSON.parse(run([...args, "--json"], key).stdout);
  }

  function show(): DeviceJson {
    return json(["device", "show", device, "--rpc", session.manifest.rpc]) as DeviceJson;
  }

  function bondFor(account: string): void {
    onChain(["stake", "bond", REQUIRED_BOND, "--for", account], keyOf("alice"));
  }

  /** What the devices of an account need behind them. */
  function needs(account: string): { devices: number; required: string; uncovered: string[] } {
    const args = ["stake", "show", account, "--registry", "--rpc", session.manifest.rpc];
    return (json(args) as { devices: ReturnType<typeof needs> }).devices;
  }

  /** Runs a command that the chain, or the tool before it, refuses by a name. */
  function refuses(args: readonly string[], reason: RegExp, key = keyOf("alice")): void {
    const ran = session.opendepin([...args, "--rpc", session.manifest.rpc], key);
    expect(ran.status, args.join(" ")).to.not.equal(0);
    expect(ran.stdout + ran.stderr).to.match(reason);
  }

  /** The same paper with another claim: what somebody would try whose paper is refused. */
  function forge(paper: string, changes: object): string {
    const forged = `forged-${Object.keys(changes).join("-")}-${paper}`;
    session.write(forged, JSON.stringify({ ...(JSON.parse(session.read(paper)) as object), ...changes }));
    return forged;
  }

  function contributions(epoch: number): string {
    const name = `contributions-${epoch}.csv`;
    session.write(name, `device,units\n${device},${UNITS}\n${otherDevice},${OTHER_UNITS}\n`);
    return name;
  }

  function buildEpoch(epoch: number, previous: string): void {
    const inputs = ["--contributions", contributions(epoch), "--budget", EPOCH_BUDGET.toString()];
    const about = ["--epoch", epoch.toString(), "--previous", previous, "--out", `epoch-${epoch}`];
    onChain(["epoch", "build", ...inputs, ...about]);
  }

  function proposeEpoch(epoch: number): Promise<void> {
    return proposeOnDevnet(session.manifest, session.folder, `epoch-${epoch}`);
  }

  async function giveEther(privateKey: string, to: string, ether: bigint): Promise<void> {
    const giver = new Wallet(privateKey, session.provider);
    await (await giver.sendTransaction({ to, value: ether * 10n ** 18n })).wait();
  }

  function claimed(epoch: number, account: string): bigint {
    const args = ["claim", `epoch-${epoch}`, "--account", account, "--rpc", session.manifest.rpc];
    const payments = json(args, keyOf("alice")) as { amount: string }[];
    return payments.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  before(async () => {
    await session.start();
    const other = session.manifest.devices.find(
      ({ kind, suspension, owner }) => kind.toString() === KIND && suspension === null && owner !== null,
    );
    otherDevice = other?.device ?? "";
  });

  after(() => {
    session.stop();
  });

  afterEach(function () {
    if (this.currentTest?.state === "failed") console.error(session.transcript());
  });

  it("has its key made in the factory, and is provisioned with a million others by one root", () => {
    const made = json(["device", "keygen", "--type", "p256", "--out", "device.pem"]) as { device: string };
    device = made.device;
    const others = Array.from({ length: BATCH_SIZE - 1 }, (_, index) =>
      (BigInt(id("batch")) + BigInt(index)).toString(),
    );
    session.write("devices.csv", ["device", ...others, device].map((line) => `${line}\n`).join(""));
    const list = ["--devices", "devices.csv", "--kind", KIND, "--maker", MAKER];
    const built = json(["device", "batch", "build", ...list, "--out", "batch"]) as {
      root: string;
      devices: number;
    };
    expect(built.devices).to.equal(BATCH_SIZE);

    const provision = ["device", "batch", "provision", "batch", "--validity", "8640000"];
    const account = session.manifest.makers[0]?.account.toLowerCase() ?? "";
    const [name = ""] =
      Object.entries(session.manifest.accounts).find(
        ([, { address }]) => address.toLowerCase() === account,
      ) ?? [];
    const sent = json([...provision, "--rpc", session.manifest.rpc], keyOf(name)) as {
      root: string;
      gasUsed: string;
    };
    expect(sent.root).to.equal(built.root);
    expect(BigInt(sent.gasUsed) < 100_000n, `a million devices for ${sent.gasUsed} gas`).to.equal(true);
    run(["device", "batch", "proof", "batch", "--device", device, "--out", "attestation.json"]);
  });

  it("is onboarded for an owner without any ether, at the cost of somebody else", async () => {
    const about = ["--kind", KIND, "--maker", MAKER, "--rpc", session.manifest.rpc, ...VALIDITY];
    const asDevice = ["--as", "device", "--key", "device.pem", "--owner", owner.address];
    run(["device", "consent", "onboard", ...asDevice, ...about, "--out", "device-1.json"]);
    const asOwner = ["--as", "owner", "--device", device];
    run(["device", "consent", "onboard", ...asOwner, ...about, "--out", "owner-1.json"], owner.privateKey);
    refuses(
      ["device", "onboard", "device-1.json", "attestation.json"],
      /its owner 0x\S+ neither sends nor signed/,
    );

    const papers = ["device-1.json", "owner-1.json", "attestation.json"];
    const onboarded = onChain(["device", "onboard", ...papers], keyOf("alice"));
    expect(onboarded.stdout).to.match(/onboarded +1 of 1\n/);
    expect(await session.provider.getBalance(owner)).to.equal(0n);
    const view = show();
    expect([view.status, view.owner?.toLowerCase()]).to.deep.equal(["active", owner.address.toLowerCase()]);
    firstEpoch = view.epoch;
  });

  it("is covered by a bond, which anybody may bring", () => {
    expect(needs(owner.address).uncovered).to.deep.equal([device]);
    bondFor(owner.address);
    expect(needs(owner.address)).to.deep.equal({ devices: 1, required: REQUIRED_BOND, uncovered: [] });
  });

  it("is located with the consents of device and owner, sent by a third party", () => {
    const about = ["--cell", SAN_FRANCISCO, "--rpc", session.manifest.rpc, ...VALIDITY];
    run([
      "device",
      "consent",
      "location",
      "--as",
      "device",
      "--key",
      "device.pem",
      ...about,
      "--out",
      "located.json",
    ]);
    const asOwner = ["--as", "owner", "--device", device];
    run(
      ["device", "consent", "location", ...asOwner, ...about, "--out", "location-approved.json"],
      owner.privateKey,
    );
    onChain(["device", "location", "located.json", "location-approved.json"], keyOf("alice"));
    expect(show().location).to.deep.equal({ cell: SAN_FRANCISCO, count: 1 });
  });

  it("gets another key with the consents of both keys and the owner", () => {
    const { signer } = json(["device", "keygen", "--type", "p256", "--out", "new.pem"]) as { signer: string };
    const about = ["--device", device, "--rpc", session.manifest.rpc, ...VALIDITY];
    const { nonce } = show();
    const terms = ["--deadline", (2 ** 40 - 1).toString()];
    run([
      "device",
      "consent",
      "rotate",
      "--as",
      "device",
      "--key",
      "device.pem",
      "--new-signer",
      signer,
      ...about,
      ...terms,
      "--out",
      "old-key.json",
    ]);
    run([
      "device",
      "consent",
      "rotate",
      "--as",
      "new-key",
      "--key",
      "new.pem",
      ...about,
      ...terms,
      "--out",
      "new-key.json",
    ]);
    run(
      [
        "device",
        "consent",
        "rotate",
        "--as",
        "owner",
        "--new-signer",
        signer,
        ...about,
        "--out",
        "rotation-approved.json",
      ],
      owner.privateKey,
    );
    const rotated = onChain(
      ["device", "rotate", "old-key.json", "new-key.json", "rotation-approved.json"],
      keyOf("alice"),
    );
    expect(rotated.stdout).to.match(/rotation +done\n/);
    const newKey = (json(["device", "id", "--key", "new.pem"]) as { keyHash: string }).keyHash;
    expect([show().key, show().nonce]).to.deep.equal([newKey, nonce + 1]);
  });

  it("is sold after an epoch that it earned in for its first owner", async () => {
    session.warp(EPOCH);
    buildEpoch(firstEpoch, ".devnet/epoch-1");
    await proposeEpoch(firstEpoch);

    // the buyer pays the price: from here on the seller has ether
    await giveEther(keyOf("alice"), buyer.address, 2n);
    await giveEther(buyer.privateKey, owner.address, 1n);
    onChain(["device", "transfer", device, "--to", buyer.address], owner.privateKey);
    expect(show().payee).to.equal(buyer.address);
    expect(needs(buyer.address).uncovered, "the seller's bond stays the seller's").to.deep.equal([device]);
    bondFor(buyer.address);
  });

  it("earns in the next epoch for its second owner, and each claims exactly what is theirs", async () => {
    session.warp(EPOCH);
    buildEpoch(firstEpoch + 1, `epoch-${firstEpoch}`);
    await proposeEpoch(firstEpoch + 1);
    session.warp(EPOCH);
    onChain(["epoch", "finalize", `epoch-${firstEpoch + 1}`], keyOf("alice"));

    expect(claimed(firstEpoch + 1, owner.address)).to.equal(SHARE);
    expect(claimed(firstEpoch + 1, buyer.address)).to.equal(SHARE);
    expect(claimed(firstEpoch + 1, owner.address), "nothing twice").to.equal(0n);
  });

  it("is released by its owner only, and onboarded anew with its present key", () => {
    refuses(["device", "release", device], /DeviceRegistryNotOwner\(/, owner.privateKey);
    onChain(["device", "release", device], buyer.privateKey);
    expect(show().status).to.equal("released");
    refuses(
      ["device", "onboard", "device-1.json", "owner-1.json", "attestation.json"],
      /DeviceRegistryWrongKey\(/,
    );

    // the simple case: the owner has the device at hand and pays itself
    const papers = ["--as", "device", "--key", "new.pem", "--owner", addressOf("carol")];
    const about = ["--kind", KIND, "--attestation", "attestation.json", ...VALIDITY];
    onChain(["device", "consent", "onboard", ...papers, ...about, "--out", "device-2.json"]);
    onChain(["device", "onboard", "--key", "new.pem", "--kind", KIND, "--batch", "batch"], keyOf("carol"));
    const view = show();
    expect([view.status, view.owner?.toLowerCase()]).to.deep.equal(["active", addressOf("carol")]);
  });

  it("is moved by no old signature, whoever sends it", () => {
    const { nonce } = show();
    const onboarding = ["device-1.json", "owner-1.json", "attestation.json"];
    const rotation = ["old-key.json", "new-key.json", "rotation-approved.json"];
    const location = ["located.json", "location-approved.json"];
    refuses(["device", "onboard", ...onboarding], /DeviceRegistryAlreadyRegistered\(/);
    refuses(
      ["device", "onboard", "device-2.json", "attestation.json"],
      /DeviceRegistryAlreadyRegistered\(/,
      keyOf("carol"),
    );
    refuses(["device", "rotate", ...rotation], /DeviceRegistryInvalidNonce\(/);
    refuses(["device", "location", ...location], /DeviceRegistryInvalidNonce\(/);

    const now = { nonce, owner: addressOf("carol") };
    refuses(["device", "rotate", ...rotation.map((paper) => forge(paper, now))], /DeviceRegistryKeyTaken\(/);
    // a key that is not the device's must be one of its maker
    refuses(
      ["device", "location", ...location.map((paper) => forge(paper, now))],
      /MakerRegistryUnknownKey\(/,
    );

    onChain(["device", "release", device], keyOf("carol"));
    refuses(
      ["device", "onboard", "device-2.json", "attestation.json"],
      /DeviceRegistryInvalidNonce\(/,
      keyOf("carol"),
    );
    const later = { nonce: show().nonce };
    const again = forge("device-2.json", later);
    refuses(
      ["device", "onboard", again, "attestation.json"],
      /DeviceRegistryInvalidSignature\(/,
      keyOf("carol"),
    );
    refuses(
      [
        "device",
        "onboard",
        ...onboarding.slice(0, 2).map((paper) => forge(paper, later)),
        "attestation.json",
      ],
      /DeviceRegistryWrongKey\(/,
    );

    const fresh = ["--as", "device", "--key", "new.pem", "--owner", owner.address];
    const kind = ["--kind", KIND, "--maker", MAKER, ...VALIDITY];
    onChain(["device", "consent", "onboard", ...fresh, ...kind, "--out", "device-3.json"]);
    refuses(
      ["device", "onboard", "device-3.json", "owner-1.json", "attestation.json"],
      /the OwnerAcceptance has nonce 0/,
    );
    refuses(
      ["device", "onboard", "device-3.json", forge("owner-1.json", later), "attestation.json"],
      /DeviceRegistryInvalidOwnerSignature\(/,
    );
    expect(show().status).to.equal("released");
  });
});
