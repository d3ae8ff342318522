/**
 * What GraphQL answers with.
 *
 * Amounts are base units of the reward token, times seconds since 1970; GraphQL writes both as decimal strings. Addresses
 * and hashes are hex in lower case. `null` stands for what has not happened, or is not set.
 */
import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";

export const category = onchainEnum("category", ["Physical", "Digital"]);
export const deviceStatus = onchainEnum("device_status", ["active", "released"]);
/** A pending report that nobody disputes becomes final once its `finalizableAt` has passed and somebody asks for it. */
export const reportStatus = onchainEnum("report_status", ["pending", "disputed", "finalized", "voided"]);
export const disputeSubject = onchainEnum("dispute_subject", ["report", "device"]);
export const disputeStatus = onchainEnum("dispute_status", ["open", "upheld", "rejected", "expired"]);

/** The one network that is indexed. */
export const network = onchainTable("network", (t) => ({
  chainId: t.integer().primaryKey(),
  /** When epoch 0 started: epoch `e` runs from `genesis + e × epochLength` until the next begins. */
  genesis: t.bigint().notNull(),
  /** Seconds. */
  epochLength: t.integer().notNull(),
}));

// Programs and their epochs

/** A reward budget with its own rules and reporters. */
export const program = onchainTable("program", (t) => ({
  id: t.integer().primaryKey(),
  /** The contract that pays its rewards. */
  distributor: t.hex().notNull(),
  addedAt: t.bigint().notNull(),
  /** Its part of each epoch's emission in ten-thousandths, as set last: it counts from epoch `weightFromEpoch` on. */
  weightBps: t.integer().notNull(),
  weightFromEpoch: t.integer(),
  /** The finalised report from which claims are paid now. */
  activeNonce: t.integer(),
  /** The report that waits, pending or disputed. */
  pendingNonce: t.integer(),
  /** Minted for all finalised reports. */
  funded: t.bigint().notNull(),
  /** Paid to all accounts. */
  claimed: t.bigint().notNull(),
  /** No report is accepted before this time. */
  proposalsPausedUntil: t.bigint(),
}));

/** The program that a distributor pays for. */
export const distributor = onchainTable("distributor", (t) => ({
  address: t.hex().primaryKey(),
  programId: t.integer().notNull(),
}));

/** A program's part of the emission from an epoch on, until its next weight. */
export const programWeight = onchainTable(
  "program_weight",
  (t) => ({
    programId: t.integer().notNull(),
    fromEpoch: t.integer().notNull(),
    weightBps: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.programId, table.fromEpoch] }) }),
);

/** What a program did on one day (UTC). Days on which nothing happened have no row. */
export const programDay = onchainTable(
  "program_day",
  (t) => ({
    programId: t.integer().notNull(),
    /** The day's first second. */
    day: t.bigint().notNull(),
    /** Minted for reports that became final. */
    funded: t.bigint().notNull(),
    /** Paid to accounts. */
    claimed: t.bigint().notNull(),
    /** Number of payments. */
    claims: t.integer().notNull(),
    devicesOnboarded: t.integer().notNull(),
    devicesReleased: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.programId, table.day] }) }),
);

/** An epoch of a program that was reported at least once. */
export const epoch = onchainTable(
  "epoch",
  (t) => ({
    programId: t.integer().notNull(),
    epoch: t.integer().notNull(),
    startsAt: t.bigint().notNull(),
    /** First second of the next epoch. */
    endsAt: t.bigint().notNull(),
    /** That of the last report about it: a voided epoch can be reported again. */
    status: reportStatus().notNull(),
    /** The last report about it. */
    reportNonce: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.programId, table.epoch] }),
    statusIndex: index().on(table.status),
  }),
);

/** The reporter's statement about an epoch. */
export const report = onchainTable(
  "report",
  (t) => ({
    programId: t.integer().notNull(),
    /** Its place in the sequence of the program's reports, from 0. */
    nonce: t.integer().notNull(),
    epoch: t.integer().notNull(),
    status: reportStatus().notNull(),
    /** Root of the claims tree. */
    root: t.hex().notNull(),
    /** Sum of all accounts' cumulative totals. */
    total: t.bigint().notNull(),
    /** Keccak-256 over the list of the published files. */
    dataHash: t.hex().notNull(),
    /** Where the files are; may be empty. */
    dataURI: t.text().notNull(),
    /** Whose signature it carries. */
    reporter: t.hex().notNull(),
    proposedAt: t.bigint().notNull(),
    /** From then on anybody can make it final, unless it is disputed. */
    finalizableAt: t.bigint().notNull(),
    finalizedAt: t.bigint(),
    /** Minted for it when it became final. */
    funded: t.bigint(),
    voidedAt: t.bigint(),
    /** The guardian, or the DisputeManager. */
    voidedBy: t.hex(),
    /** From the DisputeManager the dispute's id. */
    voidReason: t.hex(),
    disputeId: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.programId, table.nonce] }),
    epochIndex: index().on(table.programId, table.epoch),
  }),
);

// Devices

/** What a device is. */
export const kind = onchainTable("kind", (t) => ({
  id: t.integer().primaryKey(),
  programId: t.integer().notNull(),
  name: t.text().notNull(),
  category: category().notNull(),
  /** Whether its devices need no maker. */
  open: t.boolean().notNull(),
  /** Whether new devices can be onboarded. */
  active: t.boolean().notNull(),
  metadataURI: t.text().notNull(),
  /** What each device needs behind it, until `nextRequiredBondFrom`. */
  requiredBond: t.bigint().notNull(),
  nextRequiredBond: t.bigint(),
  nextRequiredBondFrom: t.bigint(),
}));

/** Who attests devices. */
export const maker = onchainTable("maker", (t) => ({
  id: t.integer().primaryKey(),
  /** Manages its keys and batches. */
  account: t.hex().notNull(),
  /** What describes it; may be empty. */
  uri: t.text().notNull(),
  active: t.boolean().notNull(),
}));

/** A resource that contributes. */
export const device = onchainTable(
  "device",
  (t) => ({
    /** 32 bytes: the hash of its first key. */
    id: t.hex().primaryKey(),
    kindId: t.integer().notNull(),
    makerId: t.integer(),
    status: deviceStatus().notNull(),
    ownerId: t.hex(),
    /**
     * Since when it is the owner's, as a text that sorts like the acquisitions of the network. An owner's bond covers
     * devices in this order.
     */
    acquisition: t.text().notNull(),
    acquiredAt: t.bigint().notNull(),
    /** Who its rewards are credited to; null stands for the owner's default payee, or else the owner. */
    payee: t.hex(),
    registeredAt: t.bigint().notNull(),
    /** The first epoch in which it can contribute. */
    registeredEpoch: t.integer().notNull(),
    /** Keccak-256 of `signer`. */
    key: t.hex().notNull(),
    /** Its key in the ERC-7913 form. */
    signer: t.hex().notNull(),
    /** A key that waits to replace it; `nextKeyFrom` is when anybody can complete that. */
    nextSigner: t.hex(),
    nextKeyFrom: t.bigint(),
    /** H3 index, as H3's tools write it. */
    cell: t.text(),
    /** How often its location was asserted since it was onboarded. */
    locationCount: t.integer().notNull(),
    metadataURI: t.text(),
    metadataHash: t.hex(),
    /** Contributions from epoch `suspendedFrom` to `suspendedUntil - 1` do not count. */
    suspendedFrom: t.integer(),
    suspendedUntil: t.integer(),
    /** The last suspension. */
    suspensionId: t.text(),
  }),
  (table) => ({
    ownerIndex: index().on(table.ownerId),
    kindIndex: index().on(table.kindId),
  }),
);

export const suspension = onchainTable(
  "suspension",
  (t) => ({
    id: t.text().primaryKey(),
    deviceId: t.hex().notNull(),
    fromEpoch: t.integer().notNull(),
    /** The first epoch that counts again; not after `fromEpoch` if it was lifted before it began. */
    untilEpoch: t.integer().notNull(),
    /** The network's own code. */
    reason: t.integer().notNull(),
    evidence: t.hex().notNull(),
    by: t.hex().notNull(),
    at: t.bigint().notNull(),
    liftedAt: t.bigint(),
    /** What the owner says against it. */
    appealEvidence: t.hex(),
    appealURI: t.text(),
  }),
  (table) => ({ deviceIndex: index().on(table.deviceId) }),
);

// Accounts

/** Whoever owns devices, was paid, or has bonded. */
export const account = onchainTable("account", (t) => ({
  id: t.hex().primaryKey(),
  /** Who the rewards of devices without a payee of their own are credited to; null stands for the account. */
  defaultPayee: t.hex(),
  /** Stake that covers devices and votes. */
  bonded: t.bigint().notNull(),
  /** Stake on its way out, which can still be slashed. */
  thawing: t.bigint().notNull(),
  /** Stake that was slashed. */
  slashed: t.bigint().notNull(),
  /** Paid by all programs. */
  claimed: t.bigint().notNull(),
}));

/** What a program has paid to an account: its cumulative total when it last claimed. */
export const payout = onchainTable(
  "payout",
  (t) => ({
    accountId: t.hex().notNull(),
    programId: t.integer().notNull(),
    claimed: t.bigint().notNull(),
    claims: t.integer().notNull(),
    lastClaimAt: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.accountId, table.programId] }) }),
);

/** A payment. */
export const claim = onchainTable(
  "claim",
  (t) => ({
    id: t.text().primaryKey(),
    accountId: t.hex().notNull(),
    programId: t.integer().notNull(),
    amount: t.bigint().notNull(),
    /** What the program has paid to the account with this payment. */
    cumulative: t.bigint().notNull(),
    /** The last epoch that it pays for. */
    epoch: t.integer().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    accountIndex: index().on(table.accountId),
    programIndex: index().on(table.programId),
  }),
);

// Disputes

/** A challenge to a pending report, or to what an operator's device did. */
export const dispute = onchainTable("dispute", (t) => ({
  id: t.bigint().primaryKey(),
  subject: disputeSubject().notNull(),
  status: disputeStatus().notNull(),
  challenger: t.hex().notNull(),
  /** The report's reporter, or the device's operator. */
  culprit: t.hex().notNull(),
  /** Of a report. */
  programId: t.integer(),
  /** Of a report. */
  nonce: t.integer(),
  /** Of a device. */
  deviceId: t.hex(),
  /** What the challenger has put up. */
  bond: t.bigint().notNull(),
  /** What each culprit can lose; once ruled, what it loses at most. */
  penalty: t.bigint().notNull(),
  /** The arbiter's last second. */
  rulingDeadline: t.bigint().notNull(),
  evidence: t.hex().notNull(),
  evidenceURI: t.text().notNull(),
  openedAt: t.bigint().notNull(),
  endedAt: t.bigint(),
  ruledBy: t.hex(),
  /** The arbiter's reasons. */
  reasonURI: t.text(),
}));

/** What a dispute has cost an account. */
export const punishment = onchainTable(
  "punishment",
  (t) => ({
    disputeId: t.bigint().notNull(),
    accountId: t.hex().notNull(),
    amount: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.disputeId, table.accountId] }) }),
);

// Relations

export const programRelations = relations(program, ({ one, many }) => ({
  activeReport: one(report, {
    fields: [program.id, program.activeNonce],
    references: [report.programId, report.nonce],
  }),
  pendingReport: one(report, {
    fields: [program.id, program.pendingNonce],
    references: [report.programId, report.nonce],
  }),
  epochs: many(epoch),
  reports: many(report),
  kinds: many(kind),
  weights: many(programWeight),
  days: many(programDay),
  payouts: many(payout),
  claims: many(claim),
}));

export const distributorRelations = relations(distributor, ({ one }) => ({
  program: one(program, { fields: [distributor.programId], references: [program.id] }),
}));

export const programWeightRelations = relations(programWeight, ({ one }) => ({
  program: one(program, { fields: [programWeight.programId], references: [program.id] }),
}));

export const programDayRelations = relations(programDay, ({ one }) => ({
  program: one(program, { fields: [programDay.programId], references: [program.id] }),
}));

export const epochRelations = relations(epoch, ({ one, many }) => ({
  program: one(program, { fields: [epoch.programId], references: [program.id] }),
  report: one(report, {
    fields: [epoch.programId, epoch.reportNonce],
    references: [report.programId, report.nonce],
  }),
  reports: many(report, { relationName: "reportsOfEpoch" }),
}));

export const reportRelations = relations(report, ({ one }) => ({
  program: one(program, { fields: [report.programId], references: [program.id] }),
  ofEpoch: one(epoch, {
    relationName: "reportsOfEpoch",
    fields: [report.programId, report.epoch],
    references: [epoch.programId, epoch.epoch],
  }),
  dispute: one(dispute, { fields: [report.disputeId], references: [dispute.id] }),
}));

export const kindRelations = relations(kind, ({ one, many }) => ({
  program: one(program, { fields: [kind.programId], references: [program.id] }),
  devices: many(device),
}));

export const makerRelations = relations(maker, ({ many }) => ({
  devices: many(device),
}));

export const deviceRelations = relations(device, ({ one, many }) => ({
  kind: one(kind, { fields: [device.kindId], references: [kind.id] }),
  maker: one(maker, { fields: [device.makerId], references: [maker.id] }),
  owner: one(account, { fields: [device.ownerId], references: [account.id] }),
  suspension: one(suspension, { fields: [device.suspensionId], references: [suspension.id] }),
  suspensions: many(suspension, { relationName: "suspensionsOfDevice" }),
  disputes: many(dispute),
}));

export const suspensionRelations = relations(suspension, ({ one }) => ({
  device: one(device, {
    relationName: "suspensionsOfDevice",
    fields: [suspension.deviceId],
    references: [device.id],
  }),
}));

export const accountRelations = relations(account, ({ many }) => ({
  devices: many(device),
  payouts: many(payout),
  claims: many(claim),
  punishments: many(punishment),
}));

export const payoutRelations = relations(payout, ({ one }) => ({
  account: one(account, { fields: [payout.accountId], references: [account.id] }),
  program: one(program, { fields: [payout.programId], references: [program.id] }),
}));

export const claimRelations = relations(claim, ({ one }) => ({
  account: one(account, { fields: [claim.accountId], references: [account.id] }),
  program: one(program, { fields: [claim.programId], references: [program.id] }),
}));

export const disputeRelations = relations(dispute, ({ one, many }) => ({
  report: one(report, {
    fields: [dispute.programId, dispute.nonce],
    references: [report.programId, report.nonce],
  }),
  device: one(device, { fields: [dispute.deviceId], references: [device.id] }),
  punishments: many(punishment),
}));

export const punishmentRelations = relations(punishment, ({ one }) => ({
  dispute: one(dispute, { fields: [punishment.disputeId], references: [dispute.id] }),
  account: one(account, { fields: [punishment.accountId], references: [account.id] }),
}));
