/**
 * Hears how far a long step is.
 *
 * @param phase What is being done, in a few words.
 * @param fraction How much of the phase is done, in [0, 1].
 */
export type Progress = (phase: string, fraction: number) => void;

export const noProgress: Progress = () => undefined;
