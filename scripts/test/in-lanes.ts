interface Job {
  name: string;
  after?: string;
}

/**
 * Runs as many jobs at a time as there are lanes. A lane that is free takes the first job that need not wait for
 * another one.
 */
export async function inLanes<J extends Job>(
  jobs: readonly J[],
  lanes: number,
  run: (job: J) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const running = new Map<string, Promise<void>>();

  const isBlocked = ({ after }: Job): boolean =>
    running.has(after ?? "") || waiting.some(({ name }) => name === after);
  const next = (): J | undefined => {
    const index = waiting.findIndex((job) => !isBlocked(job));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  while (waiting.length > 0 || running.size > 0) {
    for (let job = next(); job !== undefined; job = running.size < lanes ? next() : undefined) {
      const { name } = job;
      running.set(
        name,
        run(job).finally(() => running.delete(name)),
      );
    }
    await Promise.race(running.values());
  }
}
