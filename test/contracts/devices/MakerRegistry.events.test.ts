import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id } from "ethers";
import { ethers } from "hardhat";

import { amountAt } from "../../helpers/announced";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { deployDevices } from "../../helpers/devices";
import { Random } from "../../helpers/random";
import { rebuildMakers } from "../../helpers/rebuild-makers";
import { LATEST_DEADLINE } from "../../helpers/report";

const SEEDS = [1, 20_260, 4_294_967_295];
const STEPS = 120;
const DAY = 86_400;
const KEYS = ["one", "two", "three"].map(secp256k1Key);
const ROOTS = ["one", "two", "three"].map(id);

describe("MakerRegistry", () => {
  describe("events", () => {
    /** A random history of kinds, makers, keys, batches and verifiers. */
    async function randomRun(seed: number) {
      const random = new Random(seed);
      const fixture = await loadFixture(deployDevices);
      const { makers, guardian, makersManager, verifiers } = fixture;
      const asManager = makers.connect(makersManager);
      const flip = () => random.below(2) === 0;
      const anyKind = async () => 1n + BigInt(random.below(Number(await makers.kindCount())));
      const anyMaker = async () => 1n + BigInt(random.below(Number(await makers.makerCount())));
      const asMaker = async (maker: bigint) =>
        makers.connect(await ethers.getSigner((await makers.makerOf(maker)).account));

      const actions: (() => Promise<unknown>)[] = [
        () =>
          asManager.addKind(
            1 + random.below(9),
            random.below(2),
            flip(),
            random.below(99),
            "Kind",
            "ipfs://kind",
          ),
        async () => asManager.setKindActive(await anyKind(), flip()),
        async () => asManager.setRequiredBond(await anyKind(), random.below(999)),
        () => asManager.addMaker(random.pick([fixture.alice, fixture.bob, fixture.carol]), "ipfs://new"),
        async () => asManager.setMakerActive(await anyMaker(), random.below(4) > 0),
        async () => asManager.setMakerKind(await anyMaker(), await anyKind(), flip()),
        () => asManager.setVerifier(random.pick(Object.values(verifiers)), flip()),
        async () => {
          const maker = await anyMaker();
          await (await asMaker(maker)).setMakerURI(maker, `ipfs://${random.below(9)}`);
        },
        async () => {
          const maker = await anyMaker();
          await (await asMaker(maker)).transferMaker(maker, fixture.sponsor);
          if (flip()) await makers.connect(fixture.sponsor).acceptMaker(maker);
        },
        async () => {
          const maker = await anyMaker();
          const key = random.pick(KEYS);
          if (await makers.isAttestationKey(maker, keyHash(key))) {
            await makers.connect(guardian).revokeAttestationKey(maker, keyHash(key));
          } else if ((await makers.makerOf(maker)).active) {
            await (await asMaker(maker)).addAttestationKey(maker, key.signer);
          }
        },
        async () => {
          const maker = await anyMaker();
          const root = random.pick(ROOTS);
          const { expiry, revoked } = await makers.batchOf(maker, root);
          if (revoked) return;
          if (expiry > 0n && random.below(3) === 0) {
            await makers.connect(guardian).revokeBatch(maker, root);
          } else if ((await makers.makerOf(maker)).active) {
            const later = LATEST_DEADLINE - BigInt(random.below(99));
            await (await asMaker(maker)).provisionBatch(maker, root, later, "ipfs://batch");
          }
        },
      ];
      for (let step = 0; step < STEPS; step += 1) {
        await random.pick(actions)();
        if (random.below(6) === 0) await time.increase(random.below(5 * DAY));
      }
      return fixture;
    }

    for (const seed of SEEDS) {
      it(`alone rebuild the whole state after a random history (seed ${seed}) @exhaustive`, async () => {
        const { makers, verifiers } = await randomRun(seed);
        const rebuilt = await rebuildMakers(makers);
        const now = BigInt(await time.latest());

        expect(await makers.kindCount()).to.equal(rebuilt.kinds.size);
        for (const [kind, expected] of rebuilt.kinds) {
          const { program, category, open, active, name, metadataURI } = expected;
          const bond = amountAt(expected.bonds, now);
          expect(await makers.kindOf(kind)).to.deep.equal([
            program,
            category,
            open,
            active,
            bond,
            name,
            metadataURI,
          ]);
          expect(await makers.requiredBondOf(kind)).to.equal(bond);
        }
        expect(await makers.makerCount()).to.equal(rebuilt.makers.size);
        for (const [maker, { account, active, uri, kinds, keys, batches }] of rebuilt.makers) {
          expect(await makers.makerOf(maker)).to.deep.equal([account, active, uri]);
          for (const kind of rebuilt.kinds.keys()) {
            expect(await makers.isMakerAllowed(maker, kind)).to.equal(kinds.has(kind));
          }
          for (const key of KEYS.map(keyHash)) {
            expect(await makers.isAttestationKey(maker, key)).to.equal(keys.has(key));
          }
          for (const root of ROOTS) {
            expect(await makers.batchOf(maker, root)).to.deep.equal(batches.get(root) ?? [0n, false]);
          }
        }
        for (const verifier of Object.values(verifiers)) {
          const address = await verifier.getAddress();
          expect(await makers.isVerifierAllowed(address)).to.equal(rebuilt.verifiers.has(address));
        }
      });
    }
  });
});
