// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {ClockActors} from "./ClockActors.sol";
import {CommitteeModel} from "./CommitteeModel.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {DutyActors} from "./DutyActors.sol";
import {HostileActors} from "./HostileActors.sol";
import {PowerActors} from "./PowerActors.sol";
import {PunishmentActors} from "./PunishmentActors.sol";
import {ReportModel, Stand} from "./ReportModel.sol";
import {ReportingActors} from "./ReportingActors.sol";
import {StakeActors} from "./StakeActors.sol";
import {StakeModel} from "./StakeModel.sol";
import {TrialActors} from "./TrialActors.sol";
import {TrustCampaign} from "./TrustCampaign.sol";

/// @title TrustInvariants
/// @notice What holds after every single action of anybody. Properties of one action are asserted by the actors.
contract TrustInvariants is TrustCampaign {
    function setUp() external {
        _startCampaign();
        _target(address(_stakes), _stakeSelectors());
        _target(address(_duties), _dutySelectors());
        _target(address(_reports), _reportSelectors());
        _target(address(_trials), _trialSelectors());
        _target(address(_punishments), _punishmentSelectors());
        _target(address(_powers), _powerSelectors());
        _target(address(_hostiles), _hostileSelectors());
        _target(address(_clock), _clockSelectors());
    }

    /// @dev One function, because forge repeats the whole campaign for each.
    function invariant_trust() external view {
        _checkMoney();
        _checkAccount(_model.touched());
        _checkAnswerable();
        _checkDispute(_network.disputes().disputeCount());
        // in turn: what is wrong with any of them does not heal by itself
        uint256 turn = _model.calls();
        if (turn % 2 == 0) _checkReport(uint32(1 + ((turn >> 1) % _model.reports().PROGRAMS())));
        else _checkCommittee(_model.committeeAt(turn >> 1));
    }

    /// @dev At the end of each run everything is looked at once more, and everybody leaves.
    function afterInvariant() external {
        for (uint256 i = 0; i < _model.partyCount(); ++i) _checkAccount(_model.partyAt(i));
        for (uint256 i = 0; i < _model.COMMITTEES(); ++i) _checkCommittee(_model.committeeAt(i));
        for (uint32 program = 1; program <= _model.reports().PROGRAMS(); ++program) _checkReport(program);
        for (uint256 id = 1; id <= _network.disputes().disputeCount(); ++id) {
            _checkDispute(id);
            _checkPunished(id);
        }
        _checkSums();
        uint256 seed = uint256(keccak256(abi.encode(_now(), _model.stakes().totalBonded())));
        _exits.leaveAll(seed);
        _checkLeft();
        _exits.endDisputes();
        _checkMoney();
        _exits.collectAll();
        _checkCollected();
    }

    // Money

    function _checkMoney() private view {
        IOperatorStaking staking = _network.staking();
        StakeModel books = _model.stakes();
        uint256 bonded = books.totalBonded();
        _assertEq(
            _network.token().balanceOf(address(staking)),
            bonded + books.totalThawing() + books.totalCredits() + books.gifts(),
            "OS-01 the staking holds more or less than it owes"
        );
        _assertEq(staking.totalBonded(), bonded, "OS-02 all votes are not all that is bonded");
        _checkBondsOfDisputes();
        _assertEq(
            _network.token().totalSupply(),
            _network.INITIAL_SUPPLY() + _network.controller().totalDrawn() - books.burned(),
            "RT-02 supply is not what was allocated and drawn, less what was burned"
        );
    }

    /// @dev By the contract's own words, account by account.
    function _checkSums() private view {
        IOperatorStaking staking = _network.staking();
        (uint256 stakes, uint256 credits, uint256 votes) = (0, 0, 0);
        for (uint256 i = 0; i < _model.partyCount(); ++i) {
            address party = _model.partyAt(i);
            stakes += staking.atStake(party);
            credits += staking.creditOf(party);
            votes += staking.getVotes(party);
        }
        uint256 balance = _network.token().balanceOf(address(staking));
        uint256 gifts = _model.stakes().gifts();
        _assertEq(stakes + credits + gifts, balance, "OS-01 the staking holds more or less than it owes");
        _assertEq(votes, staking.totalBonded(), "OS-02 votes are not what is bonded");
    }

    function _checkBondsOfDisputes() private view {
        DisputeModel books = _model.disputes();
        uint256 balance = _network.token().balanceOf(address(_network.disputes()));
        _assertEq(
            balance,
            books.bondsIn() - books.paidOut() + books.gifts(),
            "DM-01 what came in is not what went out and what is there"
        );
        _assertEq(
            balance,
            books.open() + books.totalCredits() + books.gifts(),
            "DM-01 what is there is not what is open and credited"
        );
    }

    function _checkLeft() private view {
        StakeModel books = _model.stakes();
        uint256 balance = _network.token().balanceOf(address(_network.staking()));
        _assertEq(books.totalBonded() + books.totalThawing(), 0, "OS-03 somebody could not leave");
        _assertEq(_network.staking().totalBonded(), 0, "OS-03 a bond is left behind");
        _assertEq(balance, books.totalCredits() + books.gifts(), "OS-03 something else is left behind");
    }

    function _checkCollected() private view {
        uint256 left = _network.token().balanceOf(address(_network.staking()));
        _assertEq(left, _model.stakes().gifts(), "OS-01 a credit could not be collected");
        left = _network.token().balanceOf(address(_network.disputes()));
        _assertEq(left, _model.disputes().gifts(), "DM-01 a bond could not be collected");
    }

    // Stakes

    function _checkAccount(address account) private view {
        IOperatorStaking staking = _network.staking();
        StakeModel books = _model.stakes();
        StakeModel.Account memory known = books.booksOf(account);
        IOperatorStaking.Stake memory stake = staking.stakeOf(account);

        _assertEq(stake.bonded, known.bonded, "OS-04 a bond is another one");
        _assertEq(stake.pledged, known.pledged, "OS-06 pledges are others");
        _assertTrue(
            keccak256(abi.encode(staking.thawsOf(account))) == keccak256(abi.encode(books.thawsOf(account))),
            "OS-05 somebody else changed a thaw"
        );
        _assertEq(staking.getVotes(account), books.votesOf(account), "OS-02 votes are those of another bond");
        _assertTrue(staking.delegates(account) == books.delegateeOf(account), "OS-02 another votes");
        _assertEq(staking.creditOf(account), books.creditOf(account), "OS-04 a credit is another one");
        _assertEq(staking.thawPeriod(), books.thawPeriod(), "DM-02 thaws take another time");
        for (uint256 i = 0; i < _model.COMMITTEES(); ++i) {
            address committee = address(_model.committeeAt(i));
            _assertEq(
                staking.pledged(account, committee),
                books.pledged(account, committee),
                "OS-06 something else stands behind a duty"
            );
        }
    }

    /// @dev Whatever happened since: what was behind a signature is there, or was taken, as long as somebody can ask.
    function _checkAnswerable() private view {
        DisputeModel books = _model.disputes();
        uint256 count = _model.reports().acceptedCount();
        for (uint256 index = books.oldestAnswerable(); index < count; ++index) {
            if (!books.isAnswerable(index)) continue;
            Stand[] memory stands = _model.reports().standsOf(index);
            for (uint256 i = 0; i < stands.length; ++i) {
                uint256 slashed = _model.stakes().booksOf(stands[i].account).slashed;
                uint256 left = _network.staking().atStake(stands[i].account);
                _assertLe(
                    stands[i].pledged,
                    left + slashed - stands[i].slashedBefore,
                    "DM-02 stake escaped from behind a signature"
                );
            }
        }
    }

    // Disputes

    function _checkDispute(uint256 id) private view {
        DisputeModel books = _model.disputes();
        _assertEq(books.disputeCount(), _network.disputes().disputeCount(), "DM-04 disputes are missing");
        if (id == 0) return;
        IDisputeManager.Dispute memory dispute = _network.disputes().disputeAt(id);
        _assertTrue(
            keccak256(abi.encode(dispute)) == keccak256(abi.encode(books.disputeAt(id))),
            "DM-04 a dispute is not as it was opened and ruled on"
        );
    }

    function _checkPunished(uint256 id) private view {
        DisputeModel books = _model.disputes();
        for (uint256 i = 0; i < _model.partyCount(); ++i) {
            address party = _model.partyAt(i);
            bool isPunished = _network.disputes().isPunished(id, party);
            _assertTrue(isPunished == books.isPunished(id, party), "DM-03 somebody else was punished");
            uint256 credit = _network.disputes().creditOf(party);
            _assertEq(credit, books.creditOf(party), "DM-01 a credit is another one");
        }
    }

    // Reports

    function _checkReport(uint32 program) private view {
        IRewardDistributor distributor = _network.distributorOf(program);
        ReportModel.Book memory book = _model.reports().bookOf(program);
        IRewardDistributor.PendingReport memory pending = distributor.pendingReport();
        _assertTrue(
            keccak256(abi.encode(pending)) == keccak256(abi.encode(book.pending)),
            "DM-05 a pending report, frozen or not, is another one"
        );
        uint256 id = _network.disputes().disputeOf(program, pending.nonce);
        bool isOpen = _network.disputes().disputeAt(id).status == IDisputeManager.Status.Open;
        _assertTrue(pending.frozen == isOpen, "DM-05 frozen without an open dispute, or the reverse");

        _assertEq(distributor.funded(), book.funded, "RD-04 funded is not the highest finalised total");
        _assertLe(book.paid, book.funded, "RD-01 paid more than was finalised");
        _assertEq(
            _network.token().balanceOf(address(distributor)),
            book.funded - book.paid,
            "RD-05 a distributor's balance is not what came in less what it paid"
        );
    }

    // Committees

    function _checkCommittee(IReporterCommittee committee) private view {
        CommitteeModel books = _model.committees();
        CommitteeModel.Committee memory known = books.booksOf(address(committee));
        (uint256 quorum, uint256 total) = (committee.quorum(), committee.totalWeight());
        uint256 members = committee.memberCount();

        _assertTrue(2 * quorum > total, "RC-02 the quorum is not more than half");
        _assertEq(quorum, known.quorum, "RC-02 the quorum is another one");
        _assertEq(total, known.totalWeight, "RC-02 all weight is not that of the members");
        _assertEq(members, books.memberCount(address(committee)), "RC-02 members are missing");
        _assertEq(
            committee.configuration(),
            known.configuration,
            "RC-03 the configuration does not count every change"
        );
        uint256 key = uint256(keccak256(abi.encode(_now()))) % _keys.KEYS();
        _assertTrue(
            keccak256(abi.encode(committee.memberOf(_keys.hashOf(key)))) ==
                keccak256(abi.encode(books.memberAt(address(committee), key))),
            "RC-02 a member is another one"
        );
        uint256 minimum = books.minimumOf(address(committee));
        _assertEq(committee.minimumPledge(), minimum, "RC-02 another pledge is asked for");
    }

    // Targets

    function _stakeSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](7);
        selectors[0] = StakeActors.bond.selector;
        selectors[1] = StakeActors.thaw.selector;
        selectors[2] = StakeActors.thawDust.selector;
        selectors[3] = StakeActors.withdraw.selector;
        selectors[4] = StakeActors.pledge.selector;
        selectors[5] = StakeActors.delegate.selector;
        selectors[6] = StakeActors.withdrawCredit.selector;
    }

    function _dutySelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = DutyActors.configure.selector;
        selectors[1] = DutyActors.resign.selector;
        selectors[2] = DutyActors.dismiss.selector;
        selectors[3] = DutyActors.setMinimumPledge.selector;
    }

    function _reportSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](3);
        selectors[0] = ReportingActors.propose.selector;
        selectors[1] = ReportingActors.finalize.selector;
        selectors[2] = ReportingActors.claim.selector;
    }

    function _trialSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](5);
        selectors[0] = TrialActors.challengeReport.selector;
        selectors[1] = TrialActors.challengeDevice.selector;
        selectors[2] = TrialActors.rule.selector;
        selectors[3] = TrialActors.expire.selector;
        selectors[4] = TrialActors.withdrawCredit.selector;
    }

    function _punishmentSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](2);
        selectors[0] = PunishmentActors.punishApprovers.selector;
        selectors[1] = PunishmentActors.punishSigner.selector;
    }

    function _powerSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](9);
        selectors[0] = PowerActors.setTerms.selector;
        selectors[1] = PowerActors.setTiming.selector;
        selectors[2] = PowerActors.setChallengeWindow.selector;
        selectors[3] = PowerActors.setSlashSplit.selector;
        selectors[4] = PowerActors.setReporter.selector;
        selectors[5] = PowerActors.setVerifier.selector;
        selectors[6] = PowerActors.void.selector;
        selectors[7] = PowerActors.pauseBonding.selector;
        selectors[8] = PowerActors.pauseProposals.selector;
    }

    function _hostileSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](3);
        selectors[0] = HostileActors.behave.selector;
        selectors[1] = HostileActors.give.selector;
        selectors[2] = HostileActors.intrude.selector;
    }

    function _clockSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = ClockActors.wait.selector;
        selectors[1] = ClockActors.meetReport.selector;
        selectors[2] = ClockActors.meetDispute.selector;
        selectors[3] = ClockActors.meetNotice.selector;
    }
}
