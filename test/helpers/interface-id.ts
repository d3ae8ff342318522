import { FunctionFragment, type Interface, toBeHex } from "ethers";

/** The ERC-165 id of an interface, `type(X).interfaceId`: all its own selectors, exclusive-or; inherited ones are not. */
export function interfaceId(abi: Interface, parents: readonly Interface[] = []): string {
  const inherited = new Set(parents.flatMap(selectorsOf));
  const own = selectorsOf(abi).filter((selector) => !inherited.has(selector));
  return toBeHex(
    own.reduce((bits, selector) => bits ^ BigInt(selector), 0n),
    4,
  );
}

function selectorsOf({ fragments }: Interface): string[] {
  return fragments
    .filter((fragment) => FunctionFragment.isFragment(fragment))
    .map(({ selector }) => selector);
}
