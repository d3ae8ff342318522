/** What an approval brings and what it costs. */
export interface WeighedApproval {
  /** The member's. */
  weight: bigint;
  /** What checking the approval costs on chain. */
  gas: bigint;
}

/** Prices are compared in steps of this much gas; a finer comparison would be about the zeros in signatures. */
const GAS_STEP = 500n;

interface Choice<Approval> {
  weight: bigint;
  /** In steps of gas. */
  cost: bigint;
  approvals: readonly Approval[];
}

/**
 * Of several approvals, those that meet the quorum for the least gas. Among equally cheap ones, the heaviest.
 *
 * Exact for a committee of any weights: the cheapest choice for every weight is kept while approvals are added.
 *
 * @param approvals at most one a member
 * @param quorum zero, that of a committee without members, is met by nothing
 * @returns undefined if all together are less than the quorum
 */
export function chooseApprovals<Approval extends WeighedApproval>(
  approvals: readonly Approval[],
  quorum: bigint,
): readonly Approval[] | undefined {
  if (quorum === 0n) return undefined;
  let choices: Choice<Approval>[] = [{ weight: 0n, cost: 0n, approvals: [] }];
  for (const approval of approvals) {
    choices = withoutDominated([...choices, ...choices.map((choice) => add(choice, approval))], quorum);
  }
  return choices.find(({ weight }) => weight >= quorum)?.approvals;
}

function add<Approval extends WeighedApproval>(
  { weight, cost, approvals }: Choice<Approval>,
  approval: Approval,
): Choice<Approval> {
  return {
    weight: weight + approval.weight,
    cost: cost + (approval.gas + GAS_STEP / 2n) / GAS_STEP,
    approvals: [...approvals, approval],
  };
}

/** Keeps a choice only if none that costs no more is as heavy; above the quorum, the first. */
function withoutDominated<Approval>(choices: Choice<Approval>[], quorum: bigint): Choice<Approval>[] {
  choices.sort((left, right) => Number(left.cost - right.cost) || (left.weight < right.weight ? 1 : -1));
  let heaviest = -1n;
  return choices.filter(({ weight }) => {
    if (weight <= heaviest || heaviest >= quorum) return false;
    heaviest = weight;
    return true;
  });
}
