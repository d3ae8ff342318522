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
    mapping(uint256 epochs => Failure failure) private _failures;

    /// @notice How a call can fail.
    enum Failure {
        None,
        Revert,
        AnswerNothing,
        BurnGas
    }

    error CurveMockBroken(uint256 epochs);

    constructor(uint256 perEpoch) {
        _perEpoch = perEpoch;
    }

    function setCumulative(uint256 epochs, uint256 amount) external {
        _override[epochs] = amount;
        _overridden[epochs] = true;
    }

    function failAt(uint256 epochs, Failure failure) external {
        _failures[epochs] = failure;
    }

    /// @inheritdoc IEmissionCurve
    function cumulative(uint256 epochs) external view returns (uint256) {
        Failure failure = _failures[epochs];
        require(failure != Failure.Revert, CurveMockBroken(epochs));
        if (failure == Failure.AnswerNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        if (failure == Failure.BurnGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        return _overridden[epochs] ? _override[epochs] : epochs * _perEpoch;
    }
}
