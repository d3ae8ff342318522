import { EXIT, OpenDepinError } from "../errors";
import { CONSENT_TYPES, type ConsentAction, type ConsentRole, type SignedConsent } from "./consent-file";
import { wordToHex } from "./word-hex";

/** What the parties to one action about one device have signed; all of it fits together. */
export interface ConsentSet {
  device: bigint;
  /** Any of them: owner, subject, maker and nonce are the same in all. */
  terms: SignedConsent;
  by: Partial<Record<ConsentRole, SignedConsent>>;
}

/** A consent, and where it came from. */
export interface FoundConsent {
  consent: SignedConsent;
  /** Its file; undefined if it was signed here and now. */
  path: string | undefined;
}

const FIELDS = ["chainId", "registry", "owner", "subject", "maker", "nonce"] as const;

/**
 * Sorts consents to an action by device, in the order in which the devices first appear.
 *
 * @throws OpenDepinError `CONSENT_OTHER_ACTION`, `CONSENT_TWICE`, `CONSENTS_DIFFER`, each with the consent's file.
 */
export function consentSets(action: ConsentAction, found: readonly FoundConsent[]): ConsentSet[] {
  const sets = new Map<bigint, ConsentSet>();
  for (const { consent, path } of found) {
    try {
      add(sets, action, consent);
    } catch (error) {
      throw error instanceof OpenDepinError && path !== undefined ? error.at(path) : error;
    }
  }
  return [...sets.values()];
}

function add(sets: Map<bigint, ConsentSet>, action: ConsentAction, consent: SignedConsent): void {
  const { device, type } = consent;
  const { action: itsAction, role } = CONSENT_TYPES[type];
  if (itsAction !== action) {
    throw refused(
      "CONSENT_OTHER_ACTION",
      `a ${type} is a consent to ${itsAction}, not to ${action}; see: opendepin device ${itsAction} --help`,
    );
  }
  const set = sets.get(device) ?? { device, terms: consent, by: {} };
  if (set.by[role] !== undefined)
    throw refused("CONSENT_TWICE", `a second ${type} of device ${wordToHex(device)}; give one of them`);
  requireSameTerms(set.terms, consent);
  set.by[role] = consent;
  sets.set(device, set);
}

/** The contract would refuse each signature by itself and could not say why. */
function requireSameTerms(terms: SignedConsent, consent: SignedConsent): void {
  const field = FIELDS.find((name) => terms[name] !== consent[name]);
  if (field === undefined) return;
  throw refused(
    "CONSENTS_DIFFER",
    `the ${consent.type} has ${describe(consent, field)}, but the ${terms.type} has ${describe(terms, field)}; sign both for the same`,
  );
}

function describe(consent: SignedConsent, field: (typeof FIELDS)[number]): string {
  if (field !== "subject") return `${field} ${consent[field]}`;
  const { subject } = CONSENT_TYPES[consent.type];
  return `${subject} ${subject === "kind" ? consent.subject.toString() : `0x${consent.subject.toString(16)}`}`;
}

function refused(code: string, reason: string): OpenDepinError {
  return new OpenDepinError(code, reason, { exitCode: EXIT.input });
}
