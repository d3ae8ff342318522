/** Where a command finds a key: never among its arguments, which other users of the machine can read. */
export const KEY_HELP =
  "Keys: OPENDEPIN_PRIVATE_KEY, or OPENDEPIN_KEYSTORE (a file) with OPENDEPIN_KEYSTORE_PASSWORD.";
