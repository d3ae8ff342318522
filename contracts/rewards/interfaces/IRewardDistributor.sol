// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRewardSource} from "../../emissions/interfaces/IRewardSource.sol";

/// @title IRewardDistributor
/// @notice Pays one program's rewards. A reporter signs one report an epoch; after a challenge window anybody
/// finalises it, which funds exactly its increase; anybody may then make a claim, which pays the account.
/// @dev Warning: tokens that somebody sends here without being asked belong to no epoch. They are never credited to
/// a report, and cannot be taken back; a root that claims more than was finalised could spend them.
interface IRewardDistributor {
    /// @notice The reporter's statement about one epoch. Signed as EIP-712 typed data in this contract's domain, so
    /// that it binds the chain and the distributor as well.
    /// @param program This distributor's program.
    /// @param epoch The epoch reported; it must have ended and come after the last finalised one.
    /// @param nonce `reportNonce()`: the report's place in the sequence, so that no signature works twice.
    /// @param deadline Last second at which the report may be proposed, seconds since 1970.
    /// @param root Root of the claims tree: leaves `keccak256(keccak256(abi.encode(account, cumulative,
    /// devicesRoot)))`, pairs hashed in ascending order. Source: the "standard-v1" tree of OpenZeppelin.
    /// @param total Sum of all cumulative totals of the tree, in base units.
    /// @param dataHash Keccak-256 over the list of the published files and their hashes.
    /// @param dataURI Where the files are published; free form, may be empty.
    struct Report {
        uint32 program;
        uint32 epoch;
        uint32 nonce;
        uint40 deadline;
        bytes32 root;
        uint128 total;
        bytes32 dataHash;
        string dataURI;
    }

    /// @notice A report that waits.
    /// @param epoch The epoch reported.
    /// @param nonce The report's place in the sequence.
    /// @param finalizableAt From this second on it can be finalised, unless it is frozen; seconds since 1970.
    /// @param frozen Whether a dispute about it is open.
    /// @param total Sum of all cumulative totals, in base units.
    /// @param root Root of the claims tree.
    struct PendingReport {
        uint32 epoch;
        uint32 nonce;
        uint40 finalizableAt;
        bool frozen;
        uint128 total;
        bytes32 root;
    }

    /// @notice What a root says of one account.
    /// @param account Who is paid.
    /// @param cumulative Everything the account has earned since genesis, in base units.
    /// @param devicesRoot Root of the account's devices of the epoch, zero if none.
    /// @param proof Sibling hashes from the leaf up to the root, at most 32.
    struct Claim {
        address account;
        uint256 cumulative;
        bytes32 devicesRoot;
        bytes32[] proof;
    }

    /// @notice What a devices root says of one device.
    /// @param device Device id.
    /// @param units Contribution in the epoch, by the program's measure.
    /// @param reward Reward of the epoch, in base units.
    /// @param proof Sibling hashes from the leaf up to the devices root.
    struct DeviceRecord {
        uint256 device;
        uint256 units;
        uint256 reward;
        bytes32[] proof;
    }

    /// @notice A report was accepted; its window runs until `finalizableAt`.
    event ReportProposed(
        uint32 indexed epoch,
        bytes32 indexed root,
        uint128 total,
        bytes32 dataHash,
        string dataURI,
        address indexed reporter,
        uint32 nonce,
        uint40 finalizableAt
    );
    /// @notice A pending report was voided; its epoch can be reported again.
    event ReportVoided(uint32 indexed epoch, bytes32 indexed root, address indexed by, bytes32 reason);
    /// @notice A pending report was disputed: it cannot become final before it is unfrozen.
    event ReportFrozen(uint32 indexed epoch, address indexed by);
    /// @notice The dispute about a pending report ended in its favour.
    event ReportUnfrozen(uint32 indexed epoch, address indexed by);
    /// @notice No report is accepted until then.
    event ProposalsPaused(uint40 until, address indexed by);
    /// @notice A report became payable; `funded` base units were drawn for it.
    event ReportFinalized(uint32 indexed epoch, bytes32 indexed root, uint128 total, uint128 funded);
    /// @notice `amount` base units were paid to `account`.
    event RewardsClaimed(address indexed account, uint256 amount);
    /// @notice The token refused a payment inside a batch; the account can still claim it.
    event RewardsClaimFailed(address indexed account, uint256 amount);
    /// @notice The signer of later reports was replaced.
    event ReporterSet(address indexed previous, address indexed current);
    /// @notice The challenge window of later reports was replaced.
    event ChallengeWindowSet(uint32 previous, uint32 current);

    /// @notice A report is pending: finalise it first, or wait until its window has passed.
    error RewardDistributorReportPending(uint32 epoch, uint40 finalizableAt);
    /// @notice There is no pending report for the epoch.
    error RewardDistributorNothingPending(uint32 epoch);
    /// @notice A dispute about the report is open.
    error RewardDistributorReportFrozen(uint32 epoch);
    /// @notice No dispute about the report is open.
    error RewardDistributorReportNotFrozen(uint32 epoch);
    /// @notice The guardian has paused reports.
    error RewardDistributorProposalsPaused(uint40 until);
    /// @notice The report is for another program.
    error RewardDistributorWrongProgram(uint32 program, uint32 expected);
    /// @notice The epoch was finalised already, or lies before one that was.
    error RewardDistributorEpochClosed(uint32 epoch, uint32 nextEpoch);
    /// @notice The epoch has not ended.
    error RewardDistributorEpochNotEnded(uint32 epoch, uint256 endsAt);
    /// @notice The report was signed for another place in the sequence.
    error RewardDistributorWrongNonce(uint32 nonce, uint32 expected);
    /// @notice The report may no longer be proposed.
    error RewardDistributorReportExpired(uint40 deadline, uint256 timestamp);
    /// @notice The root is zero.
    error RewardDistributorEmptyRoot();
    /// @notice The data hash is zero.
    error RewardDistributorEmptyDataHash();
    /// @notice The report's increase exceeds what the program may draw up to its epoch.
    error RewardDistributorOverBudget(uint256 increase, uint256 available);
    /// @notice The signature is not the reporter's.
    error RewardDistributorInvalidSignature(address reporter);
    /// @notice The challenge window is still open.
    error RewardDistributorWindowOpen(uint40 finalizableAt, uint256 timestamp);
    /// @notice The challenge window has passed.
    error RewardDistributorWindowClosed(uint40 finalizableAt, uint256 timestamp);
    /// @notice The source did not deliver what was drawn.
    error RewardDistributorUnderfunded(uint256 received, uint256 expected);
    /// @notice The proof does not lead to the active root.
    error RewardDistributorInvalidProof(address account);
    /// @notice The reporter is the zero address.
    error RewardDistributorZeroReporter();
    /// @notice The challenge window is out of range.
    error RewardDistributorChallengeWindowOutOfRange(uint256 challengeWindow, uint256 min, uint256 max);

    /// @notice Proposes a report. Anybody may; the reporter's signature decides.
    /// @dev Emits {ReportProposed}.
    ///
    /// Requirements:
    /// - No report is pending, else {RewardDistributorReportPending}.
    /// - Reports are not paused, else {RewardDistributorProposalsPaused}.
    /// - The report names this program, else {RewardDistributorWrongProgram}.
    /// - Its nonce is `reportNonce()`, else {RewardDistributorWrongNonce}.
    /// - Its deadline has not passed, else {RewardDistributorReportExpired}.
    /// - Its epoch is at least `nextEpoch()`, else {RewardDistributorEpochClosed}, and has ended, else
    /// {RewardDistributorEpochNotEnded}.
    /// - Root and data hash are not zero, else {RewardDistributorEmptyRoot}, {RewardDistributorEmptyDataHash}.
    /// - What `total` adds to the highest total so far is available, else {RewardDistributorOverBudget}.
    /// - The signature is the reporter's, else {RewardDistributorInvalidSignature}.
    /// @param report The report.
    /// @param signature ECDSA (65 bytes, r ‖ s ‖ v) if the reporter has no code, else whatever its ERC-1271 takes.
    function propose(Report calldata report, bytes calldata signature) external;

    /// @notice Makes the pending report payable once its window has passed, and draws what it adds. Anybody may.
    /// @dev Emits {ReportFinalized}. A total that a correction lowers draws nothing and takes nothing back.
    ///
    /// Requirements:
    /// - A report is pending, else {RewardDistributorNothingPending}.
    /// - No dispute about it is open, else {RewardDistributorReportFrozen}.
    /// - Its window has passed, else {RewardDistributorWindowOpen}.
    /// - The source delivers exactly the increase, else {RewardDistributorUnderfunded}.
    function finalize() external;

    /// @notice Voids the pending report inside its window or while it is frozen, or later if the source can no longer
    /// fund it, so that no report blocks a program for ever. Its epoch can be reported again.
    /// @dev Emits {ReportVoided}.
    ///
    /// Requirements:
    /// - The caller must hold the voider role, else `AccessManagedUnauthorized`.
    /// - The pending report is for `epoch`, else {RewardDistributorNothingPending}.
    /// - Its window is open, it is frozen, or its increase is no longer available, else {RewardDistributorWindowClosed}.
    /// @param epoch The epoch of the pending report, so that a call in flight never hits another one.
    /// @param reason Reason code or hash of the evidence; free form.
    function void(uint32 epoch, bytes32 reason) external;

    /// @notice Keeps the pending report from becoming final while a dispute about it is open.
    /// @dev Emits {ReportFrozen}. Whoever freezes must unfreeze or void: no time ends it. A voider can.
    ///
    /// Requirements:
    /// - The caller must hold the disputes role, else `AccessManagedUnauthorized`.
    /// - {RewardDistributorNothingPending}, {RewardDistributorReportFrozen}.
    /// - Its window is open, else {RewardDistributorWindowClosed}.
    /// @param epoch The epoch of the pending report.
    function freeze(uint32 epoch) external;

    /// @notice Lets the pending report become final at the time that it would have without the dispute, or now.
    /// @dev Emits {ReportUnfrozen}.
    ///
    /// Requirements:
    /// - The caller must hold the disputes role, else `AccessManagedUnauthorized`.
    /// - {RewardDistributorNothingPending}, {RewardDistributorReportNotFrozen}.
    /// @param epoch The epoch of the pending report.
    function unfreeze(uint32 epoch) external;

    /// @notice Stops new reports for a while, or lets them in again. Finalising and claims go on.
    /// @dev Emits {ProposalsPaused}.
    ///
    /// Requirements:
    /// - The caller must hold the guardian role, else `AccessManagedUnauthorized`.
    /// - At most seven days ahead, else `PauseTooLong`.
    /// @param until First second at which reports are taken again; the present or less to end the pause.
    function pauseProposals(uint40 until) external;

    /// @notice Pays `account` what the active root says it has earned, less what it was paid before. Anybody may call.
    /// @dev Emits {RewardsClaimed} if anything was owed; pays zero, without reverting, if not.
    ///
    /// Requirements:
    /// - The proof leads to the active root, else {RewardDistributorInvalidProof}.
    /// @param account Who is paid.
    /// @param cumulative Everything the account has earned since genesis, in base units.
    /// @param devicesRoot Root of the account's devices of the epoch, zero if none.
    /// @param proof Sibling hashes from the leaf up to the root.
    /// @return amount Base units paid.
    function claim(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) external returns (uint256 amount);

    /// @notice Pays many accounts. An element that owes nothing is skipped; one whose payment the token refuses stays
    /// claimable and never stops the rest.
    /// @dev Emits {RewardsClaimed} for each account paid, {RewardsClaimFailed} for each payment refused.
    ///
    /// Requirements:
    /// - Every proof leads to the active root, else {RewardDistributorInvalidProof}.
    /// @param claims At most 200 of a tree of 1,000,000 leaves stay below 2^24 gas; the length is not limited.
    /// @return paid Sum of what was paid, in base units.
    function claimMany(Claim[] calldata claims) external returns (uint256 paid);

    /// @notice Replaces the signer of later reports. A pending report keeps its standing.
    /// @dev Emits {ReporterSet}.
    ///
    /// Requirements:
    /// - The caller must hold the program role, else `AccessManagedUnauthorized`.
    /// - `reporter_` is not zero, else {RewardDistributorZeroReporter}.
    /// @param reporter_ An account, a wallet contract or a committee (ERC-1271).
    function setReporter(address reporter_) external;

    /// @notice Replaces the challenge window of later reports. A pending report keeps its own.
    /// @dev Emits {ChallengeWindowSet}.
    ///
    /// Requirements:
    /// - The caller must hold the disputes role, else `AccessManagedUnauthorized`: the DisputeManager compares the window
    /// with the time that bonds take to thaw.
    /// - The window is in range, else {RewardDistributorChallengeWindowOutOfRange}.
    /// @param challengeWindow_ Seconds, 600 to 2,592,000 (10 minutes to 30 days).
    function setChallengeWindow(uint32 challengeWindow_) external;

    /// @notice What {claim} would pay now.
    /// @dev Reverts with {RewardDistributorInvalidProof} as {claim} does.
    function claimable(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) external view returns (uint256 amount);

    /// @notice Whether the finalised root of `epoch` says of an account that one of its devices contributed
    /// `record.units` and earned `record.reward` in that epoch.
    /// @param epoch A finalised epoch; any other has no root and proves nothing.
    /// @param claim_ The account's leaf of that epoch and its proof.
    /// @param record The device's leaf and its proof up to the account's devices root.
    function verifyDevice(
        uint32 epoch,
        Claim calldata claim_,
        DeviceRecord calldata record
    ) external view returns (bool);

    /// @notice The digest that the reporter signs.
    function hashReport(Report calldata report) external view returns (bytes32);

    /// @notice The root that claims are paid from: that of the last finalised report, zero before the first.
    function activeRoot() external view returns (bytes32);

    /// @notice The root of a finalised epoch, zero for any other.
    function rootOf(uint32 epoch) external view returns (bytes32);

    /// @notice The report that waits to be finalised; all zero if there is none.
    function pendingReport() external view returns (PendingReport memory);

    /// @notice Who signed the report that waits to be finalised, whoever signs reports by now; zero if there is none.
    function pendingReporter() external view returns (address);

    /// @notice The lowest epoch that can be reported: one more than the last finalised.
    function nextEpoch() external view returns (uint32);

    /// @notice The nonce that the next report must carry: 1 for the first, one more after each accepted report.
    function reportNonce() external view returns (uint32);

    /// @notice The highest total finalised so far: everything that was ever drawn for this program, in base units.
    function funded() external view returns (uint128);

    /// @notice What an account was paid so far, in base units.
    function claimed(address account) external view returns (uint256);

    /// @notice Who signs reports.
    function reporter() external view returns (address);

    /// @notice Seconds between the proposal of a report and its finality.
    function challengeWindow() external view returns (uint32);

    /// @notice First second at which reports are taken again; past if they are not paused.
    function proposalsPausedUntil() external view returns (uint40);

    /// @notice The program that this distributor pays, from 1.
    function program() external view returns (uint32);

    /// @notice Where the money comes from.
    function source() external view returns (IRewardSource);

    /// @notice The token that is paid.
    function token() external view returns (IERC20);
}
