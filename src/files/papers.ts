import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { OpenDepinError } from "../errors";
import { ATTESTATION_FORMAT, attestationFromJson, type DeviceAttestationFile } from "./attestation-file";
import { CONSENT_FORMAT, consentFromJson } from "./consent-file";
import type { FoundConsent } from "./consent-sets";
import { fileError } from "./file-error";
import { readJsonFile } from "./json-file";
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
    for (const file of await filesAt(path)) {
      const paper = await readJsonFile(file, paperFromJson);
      if ("type" in paper) papers.consents.push({ consent: paper, path: file });
      else addAttestation(papers.attestations, paper, file);
    }
  }
  return papers;
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith(".json"));
    if (names.length === 0) throw holdsNone(path);
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw fileError(path, error);
  }
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
