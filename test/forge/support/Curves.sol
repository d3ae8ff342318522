// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {Artifact} from "./Artifact.sol";

/// @notice As StepCurve's constructor takes it.
struct Step {
    uint32 fromEpoch;
    uint96 perEpoch;
}

/// @title Curves
/// @notice Deploys emission curves.
library Curves {
    function halving(uint128 initialPerEpoch, uint32 halvingEpochs) internal returns (IEmissionCurve) {
        return _deploy("HalvingCurve", abi.encode(initialPerEpoch, halvingEpochs));
    }

    function step(Step[] memory steps) internal returns (IEmissionCurve) {
        return _deploy("StepCurve", abi.encode(steps));
    }

    function decay(uint128 total, uint32 halfLifeEpochs) internal returns (IEmissionCurve) {
        return _deploy("DecayCurve", abi.encode(total, halfLifeEpochs));
    }

    function _deploy(string memory name, bytes memory arguments) private returns (IEmissionCurve) {
        return IEmissionCurve(Artifact.deploy("contracts/emissions/curves/", name, arguments));
    }
}
