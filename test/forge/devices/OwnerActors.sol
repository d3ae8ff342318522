// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath, Flaw} from "./Paths.sol";

/// @title OwnerActors
/// @notice Owners, who sell, lend an approval, choose payees and say where their devices are, and buyers.
contract OwnerActors is DeviceActors {
    struct Attempt {
        IDeviceRegistry.Location location;
        uint256 firstKey;
        uint256 deviceKey;
        /// Zero if the device signs.
        uint32 maker;
        uint256 makerKey;
        Flaw flaw;
    }

    /// @dev A hexagon, a pentagon, the coarsest and the finest resolution, and two numbers that are no cells.
    uint64[6] private _cells = [
        0x8928308280fffff,
        0x8009fffffffffff,
        0x8001fffffffffff,
        0x8f28308280c0000,
        0x8928308280ffffe,
        0x1928308280fffff
    ];
    uint256 private constant VALID_CELLS = 4;

    constructor(DeviceModel model) DeviceActors(model) {}

    // Actions

    /// @notice By the owner, by whom he approved, or by a thief.
    function transfer(uint256 seed) external {
        uint256 firstKey = _pickOwned(_random(seed, 8));
        DeviceModel.Device memory device = _model.deviceAt(firstKey);
        if (device.owner == address(0)) return;
        address to = _keys.ownerAt(_random(seed, 1));
        address sender = _pickSender(device, _random(seed, 2));
        bool isAllowed = sender == device.owner || (sender == device.approved && sender != address(0));
        bytes memory data = abi.encodeCall(_devices.transferFrom, (device.owner, to, _model.idOf(firstKey)));
        bytes4 expected = isAllowed ? bytes4(0) : IERC721Errors.ERC721InsufficientApproval.selector;
        if (_call(sender, data, expected, "DV-05 a transfer")) {
            _reachIf(sender != device.owner, DevicePath.TransferredByApproved);
            _model.transfer(firstKey, to);
        } else {
            _model.reach(DevicePath.TheftRefused);
        }
    }

    function approve(uint256 seed) external {
        (uint256 firstKey, address owner) = _pickWithOwner(seed);
        if (owner == address(0)) return;
        address operator = (seed >> 128) % 4 == 0 ? address(0) : SPONSOR;
        uint256 device = _model.idOf(firstKey);
        vm.prank(owner);
        _devices.approve(operator, device);
        _model.approve(firstKey, operator);
    }

    function setPayee(uint256 seed) external {
        (uint256 firstKey, address owner) = _pickWithOwner(seed);
        if (owner == address(0)) return;
        address payee = (seed >> 128) % 4 == 0 ? address(0) : address(uint160(0xFA000 + ((seed >> 136) % 8)));
        uint256 device = _model.idOf(firstKey);
        vm.prank(owner);
        _devices.setPayee(device, payee);
        _model.setPayee(firstKey, payee);
    }

    function setDefaultPayee(uint256 seed) external {
        address owner = _keys.ownerAt(seed);
        address payee =
            (seed >> 128) % 2 == 0 ? address(0) : address(uint160(0xDEF000 + ((seed >> 136) % 8)));
        vm.prank(owner);
        _devices.setDefaultPayee(payee);
        _model.setDefaultPayee(owner, payee);
    }

    function appeal(uint256 seed) external {
        (uint256 firstKey, address owner) = _pickWithOwner(seed);
        if (owner == address(0)) return;
        bytes4 expected =
            _model.suspendedUntil(firstKey) == 0
                ? IDeviceRegistry.DeviceRegistryNotSuspended.selector
                : bytes4(0);
        bytes memory data = abi.encodeCall(_devices.appeal, (_model.idOf(firstKey), bytes32(seed), "appeal"));
        if (_call(owner, data, expected, "DV-12 an appeal")) _model.reach(DevicePath.Appealed);
    }

    /// @notice By the device or by a maker, with the owner's signature.
    function locate(uint256 seed) external {
        Attempt memory attempt = _attempt(seed);
        bytes memory data = abi.encodeCall(_devices.assertLocation, (attempt.location));
        if (_call(SPONSOR, data, _expected(attempt), "DV-14 a location")) {
            _model.save(SPONSOR, data);
            _model.locate(attempt.firstKey, attempt.location.cell);
            _model.reach(attempt.maker == 0 ? DevicePath.LocatedByKey : DevicePath.LocatedByMaker);
        } else {
            _model.reach(DevicePath.LocationRefused);
        }
    }

    // Internals

    function _pickWithOwner(uint256 seed) private returns (uint256 firstKey, address owner) {
        firstKey = _pickOwned(_random(seed, 8));
        owner = _model.deviceAt(firstKey).owner;
    }

    function _pickSender(DeviceModel.Device memory device, uint256 seed) private view returns (address) {
        if (seed % 2 == 0) return device.owner;
        return seed % 4 == 1 ? SPONSOR : _keys.ownerAt(seed >> 8);
    }

    function _attempt(uint256 seed) private returns (Attempt memory attempt) {
        (uint256 firstKey, address owner) = _pickWithOwner(seed);
        DeviceModel.Device memory device = _model.deviceAt(firstKey);
        attempt.firstKey = firstKey;
        attempt.flaw = _pickFlaw(_random(seed, 1));
        attempt.deviceKey = _random(seed, 2) % 6 == 0 ? firstKey : device.deviceKey;
        if (_random(seed, 3) % 3 == 0) attempt.maker = uint32(1 + (_random(seed, 4) % _keys.MAKERS()));
        attempt.makerKey = _random(seed, 5) % _keys.KEYS_OF_A_MAKER();
        if (attempt.maker != 0 && attempt.flaw == Flaw.ForeignKey) attempt.flaw = Flaw.None;

        uint64 cell = _cells[_random(seed, 6) % _cells.length];
        if (owner == address(0)) owner = _keys.ownerAt(0);
        Consent memory consent = _consent(firstKey, owner, "uint64 cell", abi.encode(cell), attempt.flaw);
        attempt.location.device = _model.idOf(firstKey);
        attempt.location.cell = cell;
        attempt.location.nonce = consent.nonce;
        attempt.location.deadline = consent.deadline;
        attempt.location.consent = _signAsOwner("LocationApproval", consent, attempt.flaw);
        _sign(attempt, consent);
    }

    function _sign(Attempt memory attempt, Consent memory consent) private view {
        Flaw flaw = attempt.flaw;
        if (attempt.maker == 0) {
            attempt.location.signer = _keys.signerOf(attempt.deviceKey);
            attempt.location.signature = _signAsDevice("LocationAssertion", consent, attempt.deviceKey, flaw);
            return;
        }
        string memory typeName = flaw == Flaw.ForeignType ? "LocationAssertion" : "LocationAttestation";
        bytes32 digest = _digest(typeName, consent, flaw);
        attempt.location.signer = _keys.makerSignerOf(attempt.maker, attempt.makerKey);
        attempt.location.signature = _keys.signAsMaker(attempt.maker, attempt.makerKey, digest);
    }

    function _expected(Attempt memory attempt) private view returns (bytes4 refusal) {
        DeviceModel.Device memory device = _model.deviceAt(attempt.firstKey);
        if (device.owner == address(0)) return IERC721Errors.ERC721NonexistentToken.selector;
        if (!_isCell(attempt.location.cell)) return IDeviceRegistry.DeviceRegistryInvalidCell.selector;
        refusal = _timingRefusal(attempt.flaw);
        if (refusal != 0) return refusal;
        bool isByDevice = attempt.maker == 0 && attempt.deviceKey == device.deviceKey;
        refusal = isByDevice ? _deviceRefusal(attempt) : _makerRefusal(attempt, device);
        if (refusal != 0) return refusal;
        if (attempt.flaw == Flaw.ForeignOwner)
            return IDeviceRegistry.DeviceRegistryInvalidOwnerSignature.selector;
    }

    function _isCell(uint64 cell) private view returns (bool isCell) {
        for (uint256 i = 0; i < VALID_CELLS; ++i) isCell = isCell || cell == _cells[i];
    }

    function _deviceRefusal(Attempt memory attempt) private view returns (bytes4 refusal) {
        if (!_makerModel.isUsable(attempt.deviceKey))
            return IMakerRegistry.MakerRegistryVerifierNotAllowed.selector;
        if (_isKeyFlaw(attempt.flaw)) return IDeviceRegistry.DeviceRegistryInvalidSignature.selector;
    }

    /// @dev Whatever is not the device's key counts as the key of the maker that attested the device.
    function _makerRefusal(
        Attempt memory attempt,
        DeviceModel.Device memory device
    ) private view returns (bytes4 refusal) {
        if (device.maker == 0) return IDeviceRegistry.DeviceRegistryWrongKey.selector;
        refusal = _makerModel.makerRefusal(device.maker, device.kind);
        if (refusal != 0) return refusal;
        bool isLive = attempt.maker == device.maker && _makerModel.isKeyLive(attempt.maker, attempt.makerKey);
        if (!isLive) return IMakerRegistry.MakerRegistryUnknownKey.selector;
        if (_isKeyFlaw(attempt.flaw)) return IMakerRegistry.MakerRegistryInvalidSignature.selector;
    }
}
