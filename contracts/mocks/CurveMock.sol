// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionCurve} from "../emissions/interfaces/IEmissionCurve.sol";

/// @title CurveMock
/// @notice Stands for a curve that breaks its interface: a constant amount an epoch, except in the epochs for which a
/// test has set another figure or a failure.
contract CurveMock is IEmissionCurve {
    uint256 private immutable _perEpoch;
    mapping(uint256 epochs => uint256 amount) private _override;
    mapping(uint256 epochs => bool isSet) private _overridden;
    mapping(uint256 epochs => bool isBroken) private _broken;

    error CurveMockBroken(uint256 epochs);

    constructor(uint256 perEpoch) {
        _perEpoch = perEpoch;
    }

    function setCumulative(uint256 epochs, uint256 amount) external {
        _override[epochs] = amount;
        _overridden[epochs] = true;
    }

    function breakAt(uint256 epochs) external {
        _broken[epochs] = true;
    }

    /// @inheritdoc IEmissionCurve
    function cumulative(uint256 epochs) external view returns (uint256) {
        require(!_broken[epochs], CurveMockBroken(epochs));
        return _overridden[epochs] ? _override[epochs] : epochs * _perEpoch;
    }
}
