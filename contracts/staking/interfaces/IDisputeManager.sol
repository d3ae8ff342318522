// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRewardDistributor} from "../../rewards/interfaces/IRewardDistributor.sol";

/// @title IDisputeManager
/// @notice Bonded challenges to pending reports and to the conduct of devices. An arbiter rules; without a ruling in time
/// a report is void and the challenger gets the bond back.
/// @dev Whatever a dispute is opened under stays as it is until the dispute ends: bond, penalty, share, time.
interface IDisputeManager {
    /// @notice What is disputed.
    enum Subject {
        Report,
        Device
    }

    /// @notice Open: waits for a ruling. Upheld: the challenger was right. Rejected: it was not. Expired: nobody ruled.
    enum Status {
        None,
        Open,
        Upheld,
        Rejected,
        Expired
    }

    /// @notice A dispute.
    /// @param challenger Who opened it.
    /// @param rulingDeadline Last second of the ruling.
    /// @param shareBps Ten-thousandths of what is slashed that the challenger gets.
    /// @param subject What is disputed.
    /// @param status Where it stands.
    /// @param bond Base units that the challenger has put up.
    /// @param penalty Base units that each culprit can lose. While it is open, of a report the terms' maximum, of a device
    /// what was asked; afterwards as ruled.
    /// @param culprit Of a report, who signed it, alone or as a committee; of a device, the operator accused.
    /// @param program Of a report, else zero.
    /// @param epoch Of a report, else zero.
    /// @param nonce Of a report, else zero.
    /// @param content Of a report, `keccak256(abi.encode(root, total))`; of a device, its id.
    struct Dispute {
        address challenger;
        uint40 rulingDeadline;
        uint16 shareBps;
        Subject subject;
        Status status;
        uint128 bond;
        uint128 penalty;
        address culprit;
        uint32 program;
        uint32 epoch;
        uint32 nonce;
        bytes32 content;
    }

    /// @notice What later disputes are opened under.
    /// @param reportBond Base units that a challenge to a report takes, 1 or more.
    /// @param deviceBond Base units that a challenge to a device takes, 1 or more.
    /// @param maxPenalty Base units that a culprit can lose in one dispute at most, 1 or more.
    /// @param shareBps Ten-thousandths of what is slashed that the challenger gets, 0 to 5,000.
    struct Terms {
        uint128 reportBond;
        uint128 deviceBond;
        uint128 maxPenalty;
        uint16 shareBps;
    }

    /// @notice A dispute was opened; {ReportChallenged} or {DeviceChallenged} says about what. `penalty` is what each culprit can lose.
    event DisputeOpened(
        uint256 indexed dispute,
        address indexed challenger,
        uint128 bond,
        uint128 penalty,
        uint40 rulingDeadline,
        bytes32 evidence,
        string evidenceURI
    );
    /// @notice A pending report is disputed, and frozen.
    event ReportChallenged(
        uint256 indexed dispute,
        uint32 indexed program,
        uint32 indexed epoch,
        uint32 nonce,
        bytes32 root,
        address reporter
    );
    /// @notice What an operator's device did is disputed.
    event DeviceChallenged(uint256 indexed dispute, uint256 indexed device, address indexed operator);
    /// @notice The arbiter ruled. `penalty` is what each culprit loses at most.
    event DisputeRuled(
        uint256 indexed dispute,
        bool upheld,
        uint128 penalty,
        address indexed by,
        string reasonURI
    );
    /// @notice Nobody ruled in time: the report is void, the challenger gets the bond back.
    event DisputeExpired(uint256 indexed dispute);
    /// @notice A culprit lost `amount` base units.
    event Punished(uint256 indexed dispute, address indexed account, uint256 amount);
    /// @notice `amount` base units wait to be collected by the account.
    event Credited(address indexed account, uint256 amount);
    /// @notice A credit was paid to its account.
    event CreditPaid(address indexed account, uint256 amount);
    /// @notice The terms of later disputes were replaced.
    event TermsSet(uint128 reportBond, uint128 deviceBond, uint128 maxPenalty, uint16 shareBps);
    /// @notice The times of later disputes changed; a longer ruling counts from `rulingFrom` on.
    event TimingSet(uint32 maxChallengeWindow, uint32 rulingPeriod, uint32 thawPeriod, uint40 rulingFrom);

    /// @notice The program's pending report is another one, or there is none.
    error DisputeManagerNotPending(uint32 program, uint32 epoch, uint32 nonce);
    /// @notice There is no such program.
    error DisputeManagerUnknownProgram(uint32 program);
    /// @notice The report is or was disputed.
    error DisputeManagerAlreadyDisputed(uint256 dispute);
    /// @notice The device was never onboarded.
    error DisputeManagerUnknownDevice(uint256 device);
    /// @notice The operator is zero.
    error DisputeManagerZeroOperator();
    /// @notice The penalty is zero, or more than a culprit can lose in the dispute.
    error DisputeManagerPenaltyOutOfRange(uint256 penalty, uint256 max);
    /// @notice A challenge needs evidence.
    error DisputeManagerNoEvidence();
    /// @notice The dispute does not exist or has ended.
    error DisputeManagerNotOpen(uint256 dispute);
    /// @notice The arbiter had its time.
    error DisputeManagerRulingTooLate(uint40 rulingDeadline, uint256 timestamp);
    /// @notice The arbiter still has time.
    error DisputeManagerRulingAwaited(uint40 rulingDeadline, uint256 timestamp);
    /// @notice No ruling says that this report was wrong.
    error DisputeManagerNotUpheld(uint256 dispute);
    /// @notice The report is not the one that the dispute was about.
    error DisputeManagerWrongReport(uint256 dispute);
    /// @notice The account has not signed the report.
    error DisputeManagerNotSigned(address account);
    /// @notice The token did not deliver the bond.
    error DisputeManagerUnderfunded(uint256 received, uint256 expected);
    /// @notice There is no credit to collect.
    error DisputeManagerNoCredit(address account);
    /// @notice A challenge must cost something.
    error DisputeManagerZeroBond();
    /// @notice Who is ruled wrong must be able to lose something, else nobody could challenge anything.
    error DisputeManagerZeroPenalty();
    /// @notice A challenger's share is at most half.
    error DisputeManagerShareTooHigh(uint256 shareBps, uint256 max);
    /// @notice Bonds would thaw before a dispute about what they stand behind can have ended.
    error DisputeManagerThawTooShort(uint256 thawPeriod, uint256 min);
    /// @notice The ruling period is out of range.
    error DisputeManagerRulingPeriodOutOfRange(uint256 rulingPeriod, uint256 min, uint256 max);
    /// @notice The program's challenge window is longer than windows may be.
    error DisputeManagerWindowTooLong(uint32 program, uint256 challengeWindow, uint256 max);

    /// @notice Disputes a program's pending report, which cannot become final before the dispute has ended.
    /// @dev Emits {ReportChallenged} and {DisputeOpened}. A report is disputed once. Its nonce and root name it, so that a
    /// transaction in flight never meets another report, not even when the chain was reorganised. Who opens the dispute decides nothing but who gets the share: the ruling is about the report,
    /// and about nothing that the challenger shows.
    ///
    /// Requirements:
    /// - The report is the program's pending one, else {DisputeManagerUnknownProgram} or {DisputeManagerNotPending}, and
    /// was not disputed before, else {DisputeManagerAlreadyDisputed}.
    /// - Its window is open, else `RewardDistributorWindowClosed`.
    /// - {DisputeManagerNoEvidence}.
    /// - The caller has allowed this contract the bond, else `ERC20InsufficientAllowance`.
    /// @param program Id of the program.
    /// @param epoch The report's epoch.
    /// @param nonce The report's nonce.
    /// @param root The report's root.
    /// @param evidence Hash of the evidence; not zero.
    /// @param evidenceURI Where the evidence is published; free form, may be empty.
    /// @return dispute Its id: 1 for the first one, then consecutive.
    function challengeReport(
        uint32 program,
        uint32 epoch,
        uint32 nonce,
        bytes32 root,
        bytes32 evidence,
        string calldata evidenceURI
    ) external returns (uint256 dispute);

    /// @notice Disputes what an operator's device did. Each offence is a dispute of its own.
    /// @dev Emits {DeviceChallenged} and {DisputeOpened}. The operator is named because devices are sold: whoever had the device when it
    /// offended answers for it. Events of the registry prove who that was.
    ///
    /// Requirements:
    /// - {DisputeManagerUnknownDevice}, {DisputeManagerZeroOperator}, {DisputeManagerPenaltyOutOfRange},
    /// {DisputeManagerNoEvidence}.
    /// - The caller has allowed this contract the bond, else `ERC20InsufficientAllowance`.
    /// @param device The device's id.
    /// @param operator Who had the device when it offended; not zero.
    /// @param penalty Base units that the operator shall lose; 1 to the terms' maximum.
    /// @param evidence Hash of the evidence; not zero.
    /// @param evidenceURI Where the evidence is published; free form, may be empty.
    /// @return dispute Its id.
    function challengeDevice(
        uint256 device,
        address operator,
        uint128 penalty,
        bytes32 evidence,
        string calldata evidenceURI
    ) external returns (uint256 dispute);

    /// @notice Ends a dispute with a ruling, once. If the challenger was right, a report that still waits is void, the
    /// operator of a device is slashed, and the bond goes back. If not, a report that still waits becomes final as it would
    /// have, and the bond goes to the treasury.
    /// @dev Emits {DisputeRuled}, and {Punished} for a device.
    ///
    /// Requirements:
    /// - The caller must hold the arbiter role, else `AccessManagedUnauthorized`.
    /// - {DisputeManagerNotOpen}, {DisputeManagerRulingTooLate}.
    /// - The penalty is at most the dispute's, else {DisputeManagerPenaltyOutOfRange}.
    /// @param dispute Its id.
    /// @param upheld Whether the challenger was right.
    /// @param penalty Base units that each culprit loses; not looked at unless upheld.
    /// @param reasonURI Where the reasons are published; free form, may be empty.
    function rule(uint256 dispute, bool upheld, uint128 penalty, string calldata reasonURI) external;

    /// @notice Ends a dispute that nobody ruled on in time: a report that still waits is void, and the bond goes back.
    /// Anybody may.
    /// @dev Emits {DisputeExpired}. Reverts with {DisputeManagerNotOpen} or {DisputeManagerRulingAwaited}.
    /// @param dispute Its id.
    function expire(uint256 dispute) external;

    /// @notice Slashes the members of a committee who approved a report that was ruled wrong, each once a dispute. Anybody
    /// may, with the report and the signature that it was proposed with, whole or in parts.
    /// @dev Emits {Punished} for each. Who has never pledged to the committee is passed over: a reporter may be any contract,
    /// and could else have anybody slashed.
    ///
    /// Requirements:
    /// - The dispute was upheld and is about this report, else {DisputeManagerNotUpheld} or {DisputeManagerWrongReport}.
    /// - The approvals are good, else `ReporterCommitteeInvalidApproval` or `ReporterCommitteeMalformedSignature`.
    /// @param dispute The dispute's id.
    /// @param report The report, field by field.
    /// @param configuration The committee's when the report was proposed.
    /// @param signature As the committee takes it.
    function punishApprovers(
        uint256 dispute,
        IRewardDistributor.Report calldata report,
        uint32 configuration,
        bytes calldata signature
    ) external;

    /// @notice Slashes an account, by key or by code, that has signed a report that was ruled wrong by itself. Anybody may.
    /// @dev Emits {Punished}.
    ///
    /// Requirements:
    /// - The dispute was upheld and is about this report, else {DisputeManagerNotUpheld} or {DisputeManagerWrongReport}.
    /// - The signature over the report is the account's, else {DisputeManagerNotSigned}.
    /// @param dispute The dispute's id.
    /// @param report The report, field by field.
    /// @param account Who has signed it.
    /// @param signature ECDSA (65 bytes, r ‖ s ‖ v) if the account has no code, else whatever its ERC-1271 takes.
    function punishSigner(
        uint256 dispute,
        IRewardDistributor.Report calldata report,
        address account,
        bytes calldata signature
    ) external;

    /// @notice Pays an account what bonds have left it. Anybody may call.
    /// @dev Emits {CreditPaid}. Reverts with {DisputeManagerNoCredit}.
    /// @param account Who is paid.
    /// @return amount Base units paid.
    function withdrawCredit(address account) external returns (uint256 amount);

    /// @notice Replaces the terms of later disputes.
    /// @dev Emits {TermsSet}.
    ///
    /// Requirements:
    /// - The caller must hold the trust role, else `AccessManagedUnauthorized`.
    /// - {DisputeManagerZeroBond}, {DisputeManagerZeroPenalty}, {DisputeManagerShareTooHigh}.
    /// @param terms_ The bonds, the penalty's bound and the challenger's share.
    function setTerms(Terms calldata terms_) external;

    /// @notice Changes the times that belong together: how long windows may be, how long a ruling may take, how long bonds
    /// thaw. A longer ruling counts, and a shorter thaw, only when the present thaw period has passed, so that no stake
    /// leaves under the old times and is missing under the new.
    /// @dev Emits {TimingSet}.
    ///
    /// Requirements:
    /// - The caller must hold the trust role, else `AccessManagedUnauthorized`.
    /// - Window, ruling and a day together are at most the thaw period, else {DisputeManagerThawTooShort}.
    /// - {DisputeManagerRulingPeriodOutOfRange}, {DisputeManagerWindowTooLong} for a program whose window is longer, and
    /// `OperatorStakingThawPeriodOutOfRange`.
    /// @param maxChallengeWindow_ Seconds.
    /// @param rulingPeriod_ Seconds, 600 to 2,592,000 (10 minutes to 30 days).
    /// @param thawPeriod_ Seconds.
    function setTiming(uint32 maxChallengeWindow_, uint32 rulingPeriod_, uint32 thawPeriod_) external;

    /// @notice Changes the challenge window of a program's later reports.
    /// @dev Requirements:
    /// - The caller must hold the program role, else `AccessManagedUnauthorized`.
    /// - {DisputeManagerUnknownProgram}, {DisputeManagerWindowTooLong}, and
    /// `RewardDistributorChallengeWindowOutOfRange`.
    /// @param program Id of the program.
    /// @param challengeWindow Seconds, 600 to 2,592,000, and at most `maxChallengeWindow()`.
    function setChallengeWindow(uint32 program, uint32 challengeWindow) external;

    /// @notice A dispute; all zero if there is none.
    function disputeAt(uint256 dispute) external view returns (Dispute memory);

    /// @notice The number of disputes; their ids are 1 to this number.
    function disputeCount() external view returns (uint256);

    /// @notice The dispute about a report; zero if there was none.
    function disputeOf(uint32 program, uint32 nonce) external view returns (uint256);

    /// @notice Whether an account was slashed in a dispute.
    function isPunished(uint256 dispute, address account) external view returns (bool);

    /// @notice What waits for an account to collect, in base units.
    function creditOf(address account) external view returns (uint256);

    /// @notice What the next dispute is opened under.
    function terms()
        external
        view
        returns (uint128 reportBond, uint128 deviceBond, uint128 maxPenalty, uint16 shareBps);

    /// @notice The longest challenge window that a program may have, in seconds.
    function maxChallengeWindow() external view returns (uint32);

    /// @notice Seconds that the arbiter has for a dispute that is opened now.
    function rulingPeriod() external view returns (uint32);
}
