import { loadFixture, takeSnapshot, time } from "@nomicfoundation/hardhat-network-helpers";
import { concat, dataLength, dataSlice, Signature, toBeHex, type TypedDataDomain } from "ethers";

import { highS } from "../../helpers/device-keys";
import { expectRefusal } from "../../helpers/refusal";
import {
  ACTIONS,
  type ActionName,
  domainOfAction,
  fieldsOf,
  ONBOARDING,
  otherTermsOf,
  sign,
  type Terms,
  termsOf,
} from "../../helpers/signed-actions";
import { expired, invalidSignature, send, wrongNonce } from "../../helpers/signed-calls";
import { asOwner, givenP256World, givenSecp256k1World, type World } from "../../helpers/signed-world";

const VALID_SECONDS = 1_000n;
const ACCOUNT_SIGNATURE_BYTES = 65;

/** The terms that are signed, and the same with one field changed, in a world where nothing else speaks against those. */
async function changeField(
  world: World,
  action: ActionName,
  field: keyof Terms,
): Promise<{ signed: Terms; changed: Terms }> {
  const terms = termsOf(world, action);
  const changed = { ...terms, [field]: otherTermsOf(world, action)[field] };
  if (field !== "owner" || ONBOARDING.includes(action)) return { signed: terms, changed };

  const seller = await asOwner({ address: terms.owner });
  await world.registry.connect(seller).transferFrom(terms.owner, changed.owner, terms.device);
  const nonce = await world.registry.nonceOf(terms.device);
  return { signed: { ...terms, nonce }, changed: { ...changed, nonce } };
}

/** What is made from a signature and might pass for it. */
function disguises(signature: string): Record<string, string> {
  const length = dataLength(signature);
  const disguised = {
    "with a high s": highS(signature),
    "with a trailing byte": concat([signature, "0x00"]),
    "a byte short": dataSlice(signature, 0, length - 1),
    "of zeros": toBeHex(0, length),
  };
  if (length !== ACCOUNT_SIGNATURE_BYTES) return disguised;
  const { compactSerialized, r, s, yParity } = Signature.from(signature);
  return {
    ...disguised,
    "in the form of EIP-2098": compactSerialized,
    "with a parity instead of v": concat([r, s, toBeHex(yParity, 1)]),
  };
}

/** Domains that differ from the right one in one part. */
async function otherDomains(world: World, action: ActionName): Promise<TypedDataDomain[]> {
  const { name } = await domainOfAction(world, action);
  const { registry, makers, verifiers } = world;
  return [
    { name: `${name ?? ""}2` },
    { version: "2" },
    { chainId: 1n },
    { verifyingContract: await verifiers.rsa.getAddress() },
    { verifyingContract: await (action === "DeviceAttestation" ? registry : makers).getAddress() },
  ];
}

describe("DeviceRegistry signatures @exhaustive", () => {
  for (const [keys, given] of [
    ["secp256k1 keys, an owner with an account", givenSecp256k1World],
    ["P-256 keys, an owner with a wallet contract", givenP256World],
  ] as const) {
    for (const action of ACTIONS) {
      context(`${action}, given ${keys}`, () => {
        for (const field of fieldsOf(action)) {
          it(`refuses a call whose ${field} is another one than was signed`, async () => {
            const world = await loadFixture(given);
            const { signed, changed } = await changeField(world, action, field);
            const signature = await sign(world, action, signed);
            const refusal =
              field === "nonce"
                ? wrongNonce(world, changed, signed.nonce)
                : invalidSignature(world, action, changed);
            await expectRefusal(send(world, action, changed, signature), refusal);
            // nothing but the signature spoke against it
            if (field !== "nonce") await send(world, action, changed, await sign(world, action, changed));
          });

          it(`refuses a signature over another ${field} than the call's`, async () => {
            const world = await loadFixture(given);
            const terms = termsOf(world, action);
            const over = { ...terms, [field]: otherTermsOf(world, action)[field] };
            const signature = await sign(world, action, terms, { over });
            await expectRefusal(
              send(world, action, terms, signature),
              invalidSignature(world, action, terms),
            );
          });
        }

        for (const another of ACTIONS.filter((name) => name !== action)) {
          it(`refuses the same words signed as ${another}`, async () => {
            const world = await loadFixture(given);
            const terms = termsOf(world, action);
            const signature = await sign(world, action, terms, { as: another });
            await expectRefusal(
              send(world, action, terms, signature),
              invalidSignature(world, action, terms),
            );
          });
        }

        it("refuses a signature for another contract, chain, name or version", async () => {
          const world = await loadFixture(given);
          const terms = termsOf(world, action);
          for (const domain of await otherDomains(world, action)) {
            const signature = await sign(world, action, terms, { domain });
            await expectRefusal(
              send(world, action, terms, signature),
              invalidSignature(world, action, terms),
            );
          }
        });

        it("refuses a signature with a high s, a trailing byte, a byte short, or in another form", async () => {
          const world = await loadFixture(given);
          const terms = termsOf(world, action);
          for (const signature of Object.values(disguises(await sign(world, action, terms)))) {
            await expectRefusal(
              send(world, action, terms, signature),
              invalidSignature(world, action, terms),
            );
          }
        });

        it("takes a signature in its last second, and not in the next one", async () => {
          const world = await loadFixture(given);
          const deadline = BigInt(await time.latest()) + VALID_SECONDS;
          const terms = { ...termsOf(world, action), deadline };
          const signature = await sign(world, action, terms);
          const before = await takeSnapshot();
          await time.setNextBlockTimestamp(deadline + 1n);
          await expectRefusal(send(world, action, terms, signature), expired(world, action, deadline));
          await before.restore();
          await time.setNextBlockTimestamp(deadline);
          await send(world, action, terms, signature);
        });
      });
    }
  }
});
