// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

import {ExpiringPause} from "../../../contracts/access/ExpiringPause.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {HostileDuty} from "../mocks/HostileDuty.sol";
import {NO_REASON} from "./Rules.sol";

/// @title TrustPaths
/// @notice Everything that the actors of the campaign can bring about; a test proves that they bring about all of it.
abstract contract TrustPaths {
    /// @param refusal Zero stands for a call that is taken.
    struct Path {
        bytes4 call;
        bytes4 refusal;
    }

    Path[] private _paths;

    constructor() {
        _addStakePaths();
        _addCommitteePaths();
        _addReportPaths();
        _addDisputePaths();
    }

    function _allPaths() internal view returns (Path[] memory) {
        return _paths;
    }

    function _allScenes() internal pure returns (string[] memory scenes) {
        scenes = new string[](13);
        scenes[0] = "a pledge was taken back";
        scenes[1] = "a stake that was slashed below its pledges could not thaw";
        scenes[2] = "a sole reporter's report was accepted";
        scenes[3] = "a committee's report was accepted";
        scenes[4] = "a report was challenged in the last second";
        scenes[5] = "the arbiter ruled in the last second";
        scenes[6] = "a dispute outlived its report";
        scenes[7] = "punished in the last second";
        scenes[8] = "punished after the reporter was replaced";
        scenes[9] = "punished after leaving the committee";
        scenes[10] = "punished for an approval unused";
        scenes[11] = "nothing was left";
        scenes[12] = "the guardian voided a disputed report";
    }

    function _addStakePaths() private {
        _add(IOperatorStaking.bond.selector, 0);
        _add(IOperatorStaking.bond.selector, IOperatorStaking.OperatorStakingBondingPaused.selector);
        _add(IOperatorStaking.bond.selector, IOperatorStaking.OperatorStakingZeroAccount.selector);
        _add(IOperatorStaking.bond.selector, IOperatorStaking.OperatorStakingZeroAmount.selector);
        _add(IOperatorStaking.thaw.selector, 0);
        _add(IOperatorStaking.thaw.selector, IOperatorStaking.OperatorStakingZeroAmount.selector);
        _add(IOperatorStaking.thaw.selector, IOperatorStaking.OperatorStakingInsufficientBond.selector);
        _add(IOperatorStaking.thaw.selector, IOperatorStaking.OperatorStakingTooManyThaws.selector);
        _add(IOperatorStaking.withdraw.selector, 0);
        _add(IOperatorStaking.withdraw.selector, IOperatorStaking.OperatorStakingNothingDue.selector);
        _add(IOperatorStaking.pledge.selector, 0);
        _add(IOperatorStaking.pledge.selector, IOperatorStaking.OperatorStakingOnDuty.selector);
        _add(IOperatorStaking.pledge.selector, IOperatorStaking.OperatorStakingInsufficientBond.selector);
        _add(IOperatorStaking.pledge.selector, HostileDuty.HostileDutyRefused.selector);
        _add(IOperatorStaking.pledge.selector, NO_REASON);
        _add(IVotes.delegate.selector, 0);
        _add(IOperatorStaking.withdrawCredit.selector, 0);
        _add(IOperatorStaking.withdrawCredit.selector, IOperatorStaking.OperatorStakingNoCredit.selector);
        _add(IOperatorStaking.setSlashSplit.selector, 0);
        _add(IOperatorStaking.setSlashSplit.selector, IOperatorStaking.OperatorStakingZeroAccount.selector);
        _add(
            IOperatorStaking.setSlashSplit.selector,
            IOperatorStaking.OperatorStakingBurnAboveWhole.selector
        );
        _add(IOperatorStaking.setSlashSplit.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IOperatorStaking.pauseBonding.selector, 0);
        _add(IOperatorStaking.pauseBonding.selector, ExpiringPause.PauseTooLong.selector);
        _add(IOperatorStaking.pauseBonding.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IOperatorStaking.slash.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IOperatorStaking.setThawPeriod.selector, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    function _addCommitteePaths() private {
        _add(IReporterCommittee.configure.selector, 0);
        _add(
            IReporterCommittee.configure.selector,
            IReporterCommittee.ReporterCommitteeUnknownMember.selector
        );
        _add(IReporterCommittee.configure.selector, IReporterCommittee.ReporterCommitteeZeroWeight.selector);
        _add(IReporterCommittee.configure.selector, IReporterCommittee.ReporterCommitteeZeroAccount.selector);
        _add(IReporterCommittee.configure.selector, IReporterCommittee.ReporterCommitteeKeyTaken.selector);
        _add(
            IReporterCommittee.configure.selector,
            IReporterCommittee.ReporterCommitteeAccountTaken.selector
        );
        _add(
            IReporterCommittee.configure.selector,
            IReporterCommittee.ReporterCommitteePledgeTooSmall.selector
        );
        _add(
            IReporterCommittee.configure.selector,
            IReporterCommittee.ReporterCommitteeQuorumOutOfRange.selector
        );
        _add(IReporterCommittee.configure.selector, IMakerRegistry.MakerRegistryInvalidSigner.selector);
        _add(IReporterCommittee.configure.selector, IMakerRegistry.MakerRegistryVerifierNotAllowed.selector);
        _add(IReporterCommittee.configure.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IReporterCommittee.resign.selector, 0);
        _add(IReporterCommittee.resign.selector, IReporterCommittee.ReporterCommitteeUnknownMember.selector);
        _add(IReporterCommittee.resign.selector, IReporterCommittee.ReporterCommitteeNotMember.selector);
        _add(IReporterCommittee.dismiss.selector, 0);
        _add(IReporterCommittee.dismiss.selector, IReporterCommittee.ReporterCommitteeUnknownMember.selector);
        _add(
            IReporterCommittee.dismiss.selector,
            IReporterCommittee.ReporterCommitteePledgeSuffices.selector
        );
        _add(IReporterCommittee.setMinimumPledge.selector, 0);
        _add(IReporterCommittee.setMinimumPledge.selector, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    function _addReportPaths() private {
        _add(IRewardDistributor.propose.selector, 0);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorReportPending.selector);
        _add(
            IRewardDistributor.propose.selector,
            IRewardDistributor.RewardDistributorProposalsPaused.selector
        );
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorWrongNonce.selector);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorReportExpired.selector);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorEpochClosed.selector);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorEpochNotEnded.selector);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorEmptyRoot.selector);
        _add(IRewardDistributor.propose.selector, IRewardDistributor.RewardDistributorEmptyDataHash.selector);
        _add(
            IRewardDistributor.propose.selector,
            IRewardDistributor.RewardDistributorInvalidSignature.selector
        );
        _add(IRewardDistributor.finalize.selector, 0);
        _add(
            IRewardDistributor.finalize.selector,
            IRewardDistributor.RewardDistributorNothingPending.selector
        );
        _add(IRewardDistributor.finalize.selector, IRewardDistributor.RewardDistributorReportFrozen.selector);
        _add(IRewardDistributor.finalize.selector, IRewardDistributor.RewardDistributorWindowOpen.selector);
        _add(IRewardDistributor.void.selector, 0);
        _add(IRewardDistributor.void.selector, IRewardDistributor.RewardDistributorNothingPending.selector);
        _add(IRewardDistributor.void.selector, IRewardDistributor.RewardDistributorWindowClosed.selector);
        _add(IRewardDistributor.pauseProposals.selector, 0);
        _add(IRewardDistributor.pauseProposals.selector, ExpiringPause.PauseTooLong.selector);
        _add(IRewardDistributor.setReporter.selector, 0);
        _add(IRewardDistributor.freeze.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IRewardDistributor.unfreeze.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(
            IRewardDistributor.setChallengeWindow.selector,
            IAccessManaged.AccessManagedUnauthorized.selector
        );
    }

    function _addDisputePaths() private {
        _add(IDisputeManager.challengeReport.selector, 0);
        _add(
            IDisputeManager.challengeReport.selector,
            IDisputeManager.DisputeManagerAlreadyDisputed.selector
        );
        _add(IDisputeManager.challengeReport.selector, IDisputeManager.DisputeManagerUnknownProgram.selector);
        _add(IDisputeManager.challengeReport.selector, IDisputeManager.DisputeManagerNotPending.selector);
        _add(IDisputeManager.challengeReport.selector, IDisputeManager.DisputeManagerNoEvidence.selector);
        _add(
            IDisputeManager.challengeReport.selector,
            IRewardDistributor.RewardDistributorNothingPending.selector
        );
        _add(
            IDisputeManager.challengeReport.selector,
            IRewardDistributor.RewardDistributorWindowClosed.selector
        );
        _add(IDisputeManager.challengeDevice.selector, 0);
        _add(IDisputeManager.challengeDevice.selector, IDisputeManager.DisputeManagerUnknownDevice.selector);
        _add(IDisputeManager.challengeDevice.selector, IDisputeManager.DisputeManagerZeroOperator.selector);
        _add(IDisputeManager.challengeDevice.selector, IDisputeManager.DisputeManagerNoEvidence.selector);
        _add(
            IDisputeManager.challengeDevice.selector,
            IDisputeManager.DisputeManagerPenaltyOutOfRange.selector
        );
        _add(IDisputeManager.rule.selector, 0);
        _add(IDisputeManager.rule.selector, IDisputeManager.DisputeManagerNotOpen.selector);
        _add(IDisputeManager.rule.selector, IDisputeManager.DisputeManagerRulingTooLate.selector);
        _add(IDisputeManager.rule.selector, IDisputeManager.DisputeManagerPenaltyOutOfRange.selector);
        _add(IDisputeManager.rule.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IDisputeManager.expire.selector, 0);
        _add(IDisputeManager.expire.selector, IDisputeManager.DisputeManagerNotOpen.selector);
        _add(IDisputeManager.expire.selector, IDisputeManager.DisputeManagerRulingAwaited.selector);
        _add(IDisputeManager.punishApprovers.selector, 0);
        _add(IDisputeManager.punishApprovers.selector, IDisputeManager.DisputeManagerNotUpheld.selector);
        _add(IDisputeManager.punishApprovers.selector, IDisputeManager.DisputeManagerWrongReport.selector);
        _add(
            IDisputeManager.punishApprovers.selector,
            IReporterCommittee.ReporterCommitteeInvalidApproval.selector
        );
        _add(
            IDisputeManager.punishApprovers.selector,
            IReporterCommittee.ReporterCommitteeMalformedSignature.selector
        );
        _add(
            IDisputeManager.punishApprovers.selector,
            IMakerRegistry.MakerRegistryVerifierNotAllowed.selector
        );
        _add(IDisputeManager.punishApprovers.selector, NO_REASON);
        _add(IDisputeManager.punishSigner.selector, 0);
        _add(IDisputeManager.punishSigner.selector, IDisputeManager.DisputeManagerNotUpheld.selector);
        _add(IDisputeManager.punishSigner.selector, IDisputeManager.DisputeManagerWrongReport.selector);
        _add(IDisputeManager.punishSigner.selector, IDisputeManager.DisputeManagerNotSigned.selector);
        _add(IDisputeManager.withdrawCredit.selector, 0);
        _add(IDisputeManager.withdrawCredit.selector, IDisputeManager.DisputeManagerNoCredit.selector);
        _add(IDisputeManager.setTerms.selector, 0);
        _add(IDisputeManager.setTerms.selector, IDisputeManager.DisputeManagerZeroBond.selector);
        _add(IDisputeManager.setTerms.selector, IDisputeManager.DisputeManagerZeroPenalty.selector);
        _add(IDisputeManager.setTerms.selector, IDisputeManager.DisputeManagerShareTooHigh.selector);
        _add(IDisputeManager.setTerms.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IDisputeManager.setTiming.selector, 0);
        _add(
            IDisputeManager.setTiming.selector,
            IDisputeManager.DisputeManagerRulingPeriodOutOfRange.selector
        );
        _add(IDisputeManager.setTiming.selector, IDisputeManager.DisputeManagerThawTooShort.selector);
        _add(IDisputeManager.setTiming.selector, IDisputeManager.DisputeManagerWindowTooLong.selector);
        _add(
            IDisputeManager.setTiming.selector,
            IOperatorStaking.OperatorStakingThawPeriodOutOfRange.selector
        );
        _add(IDisputeManager.setTiming.selector, IAccessManaged.AccessManagedUnauthorized.selector);
        _add(IDisputeManager.setChallengeWindow.selector, 0);
        _add(
            IDisputeManager.setChallengeWindow.selector,
            IDisputeManager.DisputeManagerWindowTooLong.selector
        );
        _add(
            IDisputeManager.setChallengeWindow.selector,
            IDisputeManager.DisputeManagerUnknownProgram.selector
        );
        _add(
            IDisputeManager.setChallengeWindow.selector,
            IRewardDistributor.RewardDistributorChallengeWindowOutOfRange.selector
        );
        _add(IDisputeManager.setChallengeWindow.selector, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    function _add(bytes4 call, bytes4 refusal) private {
        _paths.push(Path(call, refusal));
    }
}
