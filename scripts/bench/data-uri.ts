/** As long as a content identifier with its scheme. */
export const DATA_URI = `ipfs://${"b".repeat(59)}`;
