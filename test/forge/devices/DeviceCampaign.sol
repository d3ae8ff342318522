// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceKeys} from "../support/DeviceKeys.sol";
import {DeviceNetwork} from "../support/DeviceNetwork.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {CatalogueActors} from "./CatalogueActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {KeyActors} from "./KeyActors.sol";
import {MakerModel} from "./MakerModel.sol";
import {OnboardingActors} from "./OnboardingActors.sol";
import {OwnerActors} from "./OwnerActors.sol";
import {SuspensionActors} from "./SuspensionActors.sol";
import {ThiefActors} from "./ThiefActors.sol";

/// @title DeviceCampaign
/// @notice A network of one open and two attested kinds, two makers, five owners and 64 keys, and everybody who acts.
abstract contract DeviceCampaign is ForgeTest {
    DeviceNetwork internal _network;
    DeviceKeys internal _keys;
    MakerModel internal _makerModel;
    DeviceModel internal _model;
    OnboardingActors internal _onboarding;
    KeyActors internal _rotations;
    OwnerActors internal _owners;
    ThiefActors internal _thieves;
    CatalogueActors internal _catalogue;
    SuspensionActors internal _suspensions;

    function _startCampaign() internal {
        vm.warp(1_800_000_000);
        _network = new DeviceNetwork(30 minutes);
        _keys = new DeviceKeys(address(_network.devices()), address(_network.makers()));
        _makerModel = new MakerModel(_keys);
        _model = new DeviceModel(_network, _keys, _makerModel, uint40(_now() + 30 minutes));
        _onboarding = new OnboardingActors(_model);
        _rotations = new KeyActors(_model);
        _owners = new OwnerActors(_model);
        _thieves = new ThiefActors(_model);
        _catalogue = new CatalogueActors(_model);
        _suspensions = new SuspensionActors(_model);

        _addKinds();
        _addMakers();
        _catalogue.setVerifier(1);
    }

    function _addKinds() private {
        IMakerRegistry makers = _network.makers();
        for (uint32 kind = 1; kind <= _makerModel.KINDS(); ++kind) {
            bool isOpen = kind == _makerModel.OPEN_KIND();
            uint32 program = _makerModel.programOf(kind);
            vm.prank(_network.GOVERNANCE());
            makers.addKind(program, IMakerRegistry.Category.Physical, isOpen, 0, "Kind", "");
        }
    }

    function _addMakers() private {
        IMakerRegistry makers = _network.makers();
        for (uint32 maker = 1; maker <= _keys.MAKERS(); ++maker) {
            address account = _keys.accountOf(maker);
            vm.prank(_network.GOVERNANCE());
            makers.addMaker(account, "");
            for (uint256 i = 0; i < 12; ++i) {
                // maker, then kind, key or batch, then the choice that is in favour
                uint256 seed = (maker - 1) | (i << 8) | (1 << 16);
                _catalogue.setMakerKind(seed);
                _catalogue.provision(seed | (30 days << 16));
            }
            _catalogue.addKey((maker - 1) | (0 << 8));
            _catalogue.addKey((maker - 1) | (1 << 8));
        }
    }
}
