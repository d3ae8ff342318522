/** Where the devnet leaves its epochs' data and its devices' keys, beside its manifest. */
export const DATA_DIRECTORY = ".devnet";
