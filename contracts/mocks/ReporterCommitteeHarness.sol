// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title ReporterCommitteeHarness
/// @notice Asks a committee about many signatures in one call, as a distributor would ask about each: by ERC-1271, where
/// an error is a refusal.
contract ReporterCommitteeHarness {
    /// @param committee Who is asked.
    /// @param report The digest that is said to be signed.
    /// @param signatures Signatures of the committee.
    /// @return accepted One answer a signature.
    function areAccepted(
        IERC1271 committee,
        bytes32 report,
        bytes[] calldata signatures
    ) external view returns (bool[] memory accepted) {
        accepted = new bool[](signatures.length);
        for (uint256 i = 0; i < signatures.length; ++i) {
            try committee.isValidSignature(report, signatures[i]) returns (bytes4 answer) {
                accepted[i] = answer == IERC1271.isValidSignature.selector;
            } catch {
                accepted[i] = false;
            }
        }
    }
}
