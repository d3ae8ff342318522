import { OpenDepinError } from "../errors";
import { ATTESTATION_FORMAT, attestationFromJson, type DeviceAttestationFile } from "./attestation-file";
import { CONSENT_FORMAT, consentFromJson } from "./consent-file";
import type { FoundConsent } from "./consent-sets";
import { readJsonFile } from "./json-file";
import { jsonFilesAt } from "./json-files-at";
import { wordToHex } from "./word-hex";

/** The consents and attestations that a command was given. */
export interface Papers {
  consents: FoundConsent[];
  /** By the device that they are about. */
  attestations: Map<bigint, DeviceAttestationFile>;
}

/**
 * Reads files of consents and attestations in any order, and all `.json` files of directories.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`, `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`, `ATTESTATION_TWICE`; `PAPERS_MISSING` of
 * a directory without any.
 */
export async function readPapers(paths: readonly string[]): Promise<Papers> {
  const papers: Papers = { consents: [], attestations: new Map() };
  for (const path of paths) {
    const files = await jsonFilesAt(path);
    if (files.length === 0) throw holdsNone(path);
    for (const file of files) {
      const paper = await readJsonFile(file, paperFromJson);
      if ("type" in paper) papers.consents.push({ consent: paper, path: file });
      else addAttestation(papers.attestations, paper, file);
    }
  }
  return papers;
}

function holdsNone(directory: string): OpenDepinError {
  return new OpenDepinError("PAPERS_MISSING", "holds no consents or attestations", { file: directory });
}

function paperFromJson(content: unknown): ReturnType<typeof consentFromJson> | DeviceAttestationFile {
  const format = (content as { format?: unknown } | null)?.format;
  if (format === CONSENT_FORMAT) return consentFromJson(content);
  if (format === ATTESTATION_FORMAT) return attestationFromJson(content);
  throw new OpenDepinError("DOCUMENT_MALFORMED", "neither a consent nor an attestation");
}

function addAttestation(
  attestations: Papers["attestations"],
  attestation: DeviceAttestationFile,
  file: string,
): void {
  const { device } = attestation;
  if (attestations.has(device)) {
    throw new OpenDepinError(
      "ATTESTATION_TWICE",
      `a second attestation of device ${wordToHex(device)}; give one of them`,
      { file },
    );
  }
  attestations.set(device, attestation);
}
