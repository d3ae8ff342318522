import { EXIT, OpenDepinError } from "../../src/errors";
import { endpointVariable } from "./live-networks";

/** What a person can do about an endpoint that does not answer; the endpoint, which may hold a key, is not repeated. */
export function connectionRefused(network: string, cause: unknown): OpenDepinError {
  return new OpenDepinError(
    "CHAIN_UNREACHABLE",
    `the endpoint of "${network}" does not answer; check ${endpointVariable(network)} and that its node is up`,
    { cause, exitCode: EXIT.network },
  );
}
