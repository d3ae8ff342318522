import type { Context } from "ponder:registry";
import { programDay } from "ponder:schema";

const SECONDS_A_DAY = 86_400n;

type Figures = Omit<typeof programDay.$inferSelect, "programId" | "day">;

const NOTHING: Figures = { funded: 0n, claimed: 0n, claims: 0, devicesOnboarded: 0, devicesReleased: 0 };

/** Adds to what a program did on the day of a time. */
export async function addToDay(
  { db }: Pick<Context, "db">,
  programId: number,
  time: bigint,
  figures: Partial<Figures>,
): Promise<void> {
  const added = { ...NOTHING, ...figures };
  await db
    .insert(programDay)
    .values({ programId, day: time - (time % SECONDS_A_DAY), ...added })
    .onConflictDoUpdate((day) => ({
      funded: day.funded + added.funded,
      claimed: day.claimed + added.claimed,
      claims: day.claims + added.claims,
      devicesOnboarded: day.devicesOnboarded + added.devicesOnboarded,
      devicesReleased: day.devicesReleased + added.devicesReleased,
    }));
}
