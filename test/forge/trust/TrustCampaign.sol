// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IDuty} from "../../../contracts/rewards/interfaces/IDuty.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {Curves} from "../support/Curves.sol";
import {DeviceKeys} from "../support/DeviceKeys.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {IDevices} from "../support/IDevices.sol";
import {IToken} from "../support/IToken.sol";
import {ReporterKeys} from "../support/ReporterKeys.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";
import {ClockActors} from "./ClockActors.sol";
import {Terms} from "./CommitteeModel.sol";
import {DutyActors} from "./DutyActors.sol";
import {ExitActors} from "./ExitActors.sol";
import {HostileActors} from "./HostileActors.sol";
import {PowerActors} from "./PowerActors.sol";
import {PunishmentActors} from "./PunishmentActors.sol";
import {ReportingActors} from "./ReportingActors.sol";
import {StakeActors} from "./StakeActors.sol";
import {TrialActors} from "./TrialActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title TrustCampaign
/// @notice A network of two programs, two committees that share members, eight accounts with stakes, one device, and
/// everybody who acts.
abstract contract TrustCampaign is ForgeTest {
    uint128 private constant BOND = 1_000e18;
    uint128 private constant PLEDGE = 300e18;
    uint128 private constant MINIMUM_PLEDGE = 100e18;
    uint32 private constant WINDOW = 1 hours;

    TrustNetwork internal _network;
    ReporterKeys internal _keys;
    TrustModel internal _model;
    StakeActors internal _stakes;
    DutyActors internal _duties;
    ReportingActors internal _reports;
    TrialActors internal _trials;
    PunishmentActors internal _punishments;
    PowerActors internal _powers;
    HostileActors internal _hostiles;
    ClockActors internal _clock;
    ExitActors internal _exits;

    function _startCampaign() internal {
        vm.warp(1_800_000_000);
        IEmissionCurve curve = Curves.halving(1e23, 2_000);
        _network = TrustNetwork(_deploy("TrustNetwork", abi.encode(curve, 30 minutes)));
        _model = TrustModel(_deploy("TrustModel", abi.encode(_network)));
        _keys = _model.keys();
        _allowVerifier();
        for (uint256 i = 0; i < _model.partyCount(); ++i) _fund(_model.partyAt(i));
        for (uint256 i = 0; i < _keys.ACCOUNTS(); ++i) _bond(_keys.accountAt(i));

        _addCommittee(0, 3, 2);
        _addCommittee(2, 4, 3);
        _addPrograms();
        _addActors();
        // until the minimum pledges count, and some epochs have ended
        vm.warp(_now() + 7 days);
    }

    // Actors

    function _addActors() private {
        bytes memory model = abi.encode(_model);
        _stakes = StakeActors(_deploy("StakeActors", model));
        _duties = DutyActors(_deploy("DutyActors", model));
        _reports = ReportingActors(_deploy("ReportingActors", model));
        _trials = TrialActors(_deploy("TrialActors", abi.encode(_model, _reports, _addDevice())));
        _punishments = PunishmentActors(_deploy("PunishmentActors", abi.encode(_model, _trials)));
        _powers = PowerActors(_deploy("PowerActors", model));
        _hostiles = HostileActors(_deploy("HostileActors", model));
        _clock = ClockActors(_deploy("ClockActors", model));
        _exits = ExitActors(_deploy("ExitActors", model));
    }

    // Stakes

    function _fund(address party) private {
        IToken token = _network.token();
        (address staking, address disputes) = (address(_network.staking()), address(_network.disputes()));
        vm.prank(_network.TREASURY());
        token.transfer(party, 1e24);
        vm.startPrank(party);
        token.approve(staking, type(uint256).max);
        token.approve(disputes, type(uint256).max);
        vm.stopPrank();
    }

    function _bond(address account) private {
        IOperatorStaking staking = _network.staking();
        _model.stakes().bond(account, BOND);
        vm.prank(account);
        staking.bond(account, BOND);
    }

    // Committees

    /// @param heaviest Weight of the first member; the others have one less each.
    function _addCommittee(uint256 firstKey, uint256 members, uint32 heaviest) private {
        Terms[] memory terms = new Terms[](members);
        IReporterCommittee.MemberTerms[] memory joining = new IReporterCommittee.MemberTerms[](members);
        uint64 total = 0;
        for (uint256 i = 0; i < members; ++i) {
            uint256 key = firstKey + i;
            uint32 weight = heaviest > i ? heaviest - uint32(i) : 1;
            total += weight;
            terms[i] = Terms(key, _keys.accountOf(key), weight);
            joining[i] = IReporterCommittee.MemberTerms(_keys.signerOf(key), terms[i].account, weight);
        }
        IReporterCommittee committee = _network.deployCommittee(joining, total / 2 + 1);
        _model.addCommittee(committee);
        _model.committees().configure(address(committee), new uint256[](0), terms, total / 2 + 1);
        for (uint256 i = 0; i < members; ++i) _pledge(terms[i].account, address(committee));
        _model.committees().setMinimumPledge(address(committee), MINIMUM_PLEDGE);
        vm.prank(_network.GOVERNANCE());
        committee.setMinimumPledge(MINIMUM_PLEDGE);
    }

    function _pledge(address account, address committee) private {
        IOperatorStaking staking = _network.staking();
        _model.stakes().pledge(account, committee, PLEDGE, 0);
        vm.prank(account);
        staking.pledge(IDuty(committee), PLEDGE);
    }

    // Programs and devices

    function _addPrograms() private {
        for (uint32 program = 1; program <= _model.reports().PROGRAMS(); ++program) {
            address reporter = address(_model.committeeAt(program - 1));
            _network.addProgram(reporter, WINDOW);
            _model.reports().setReporter(program, reporter);
            _model.reports().setWindow(program, WINDOW);
        }
        uint16[] memory weightsBps = new uint16[](2);
        (weightsBps[0], weightsBps[1]) = (5_000, 5_000);
        IEmissionController controller = _network.controller();
        vm.prank(_network.GOVERNANCE());
        controller.setWeights(weightsBps);
    }

    function _allowVerifier() private {
        IMakerRegistry makers = _network.makers();
        address verifier = address(_keys.verifier());
        vm.prank(_network.GOVERNANCE());
        makers.setVerifier(verifier, true);
    }

    /// @dev Of an open kind, by its owner and without a maker.
    function _addDevice() private returns (uint256 device) {
        IMakerRegistry makers = _network.makers();
        IDevices devices = _network.devices().devices();
        vm.prank(_network.GOVERNANCE());
        makers.addKind(1, IMakerRegistry.Category.Physical, true, 0, "Kind", "");
        DeviceKeys deviceKeys = DeviceKeys(_deploy("DeviceKeys", abi.encode(devices, makers)));
        device = uint256(deviceKeys.hashOf(0));
        IDeviceRegistry.Onboarding memory onboarding;
        (onboarding.owner, onboarding.kind) = (_keys.accountAt(0), 1);
        onboarding.deadline = uint40(_now());
        onboarding.signer = deviceKeys.signerOf(0);
        onboarding.signature = deviceKeys.signAsDevice(
            0,
            deviceKeys.digestOf(
                "DeviceOnboarding",
                "uint32 kind,uint32 maker",
                device,
                onboarding.owner,
                abi.encode(1, 0),
                0,
                onboarding.deadline
            )
        );
        vm.prank(onboarding.owner);
        devices.register(onboarding);
    }
}
