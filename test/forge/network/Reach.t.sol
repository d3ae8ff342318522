// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {Path} from "./Model.sol";

/// @title ReachTest
/// @notice An invariant that no action ever strains proves nothing: the actors reach every path, refused and accepted.
contract ReachTest is Campaign {
    uint256 private constant ROUNDS = 4_000;

    function test_actorsReachEveryPath() external {
        _startCampaign();
        for (uint256 i = 0; i < ROUNDS; ++i) _act(i);

        for (uint256 path = 0; path <= uint256(type(Path).max); ++path) {
            _assertTrue(
                _model.reached(Path(path)) > 0,
                string.concat("no actor reached path ", _decimal(path))
            );
        }
    }

    function _act(uint256 round) private {
        (uint256 a, uint256 b, uint256 c) = (_hash(round, 1), _hash(round, 2), _hash(round, 3));
        uint256 choice = _hash(round, 0) % 20;
        if (choice == 0) _reports.wait(a);
        else if (choice == 1) _reports.propose(a, b);
        else if (choice == 2) _reports.replay(a);
        else if (choice == 3) _reports.finalize(a, b % 2 == 0);
        else if (choice == 4) _guardians.void(a, b);
        else if (choice == 5) _claims.claim(a, b);
        else if (choice == 6) _claims.claimMany(a, b);
        else if (choice == 7) _claims.claimUnpayable(a, b, c);
        else if (choice == 8) _governance.setWeights(a);
        else if (choice == 9) _governance.setCurve(a);
        else if (choice == 10) _governance.addProgram(a);
        else if (choice == 11) _governance.setReporter(a % 2 == 0);
        else if (choice == 12) _governance.setChallengeWindow(a, b);
        else if (choice == 13) _governance.intrude(a, b);
        else if (choice == 14) _governance.drawForAnother(a, b, c);
        else if (choice == 15) _governance.donate(a, b);
        else if (choice == 16) _governance.burn(a, b);
        else if (choice == 17) _guardians.freeze(a, b);
        else if (choice == 18) _guardians.unfreeze(a, b);
        else _guardians.pauseProposals(a, b);
    }

    function _hash(uint256 round, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("reach", round, salt)));
    }
}
