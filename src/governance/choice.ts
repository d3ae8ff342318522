/** What a vote can say, in the order of the governor's enumeration. */
export const CHOICES = ["against", "for", "abstain"] as const;

export type Choice = (typeof CHOICES)[number];
