import { expect } from "chai";

import { inLanes } from "../../scripts/test/in-lanes";

interface Job {
  name: string;
  after?: string;
}

/** Jobs that end only when they are told to, and what is running of them. */
class Jobs {
  readonly started: string[] = [];
  readonly #ends = new Map<string, () => void>();

  readonly run = ({ name }: Job): Promise<void> => {
    this.started.push(name);
    return new Promise((resolve) => this.#ends.set(name, resolve));
  };

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await new Promise(setImmediate);
  }
}

describe("inLanes", () => {
  it("starts as many as there are lanes, and the next one whenever one ends", async () => {
    const jobs = new Jobs();
    const all = inLanes([{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }], 2, jobs.run);
    expect(jobs.started).to.deep.equal(["a", "b"]);
    await jobs.end("b");
    expect(jobs.started).to.deep.equal(["a", "b", "c"]);
    for (const name of ["a", "c", "d"]) await jobs.end(name);
    await all;
  });

  it("lets a job wait for another one, and others pass it", async () => {
    const jobs = new Jobs();
    const all = inLanes([{ name: "a" }, { name: "b", after: "a" }, { name: "c" }], 2, jobs.run);
    expect(jobs.started).to.deep.equal(["a", "c"]);
    await jobs.end("c");
    expect(jobs.started).to.deep.equal(["a", "c"]);
    await jobs.end("a");
    expect(jobs.started).to.deep.equal(["a", "c", "b"]);
    await jobs.end("b");
    await all;
  });

  it("does not wait for what is not among the jobs", async () => {
    const jobs = new Jobs();
    const all = inLanes([{ name: "b", after: "a" }], 2, jobs.run);
    expect(jobs.started).to.deep.equal(["b"]);
    await jobs.end("b");
    await all;
  });

  it("fails as the first job that fails", async () => {
    const failure = new Error("no such program");
    const outcome = await inLanes([{ name: "a" }], 2, () => Promise.reject(failure)).catch(
      (error: unknown) => error,
    );
    expect(outcome).to.equal(failure);
  });
});
