/** The curves that a key file may be of. */
export const KEY_TYPES = ["p256", "secp256k1"] as const;

export type KeyType = (typeof KEY_TYPES)[number];
