import { deployGovernor, handOver } from "./governance";
import { deployDistributor } from "./suite";

/** A network after its hand-over with two programs, of which a committee reports for the second. */
export async function deployGovernedNetwork() {
  const suite = await deployGovernor();
  const { authority, controller, emissionsManager, committee } = suite;
  const second = await deployDistributor(controller, 2, committee, authority);
  await controller.connect(emissionsManager).addProgram(second);
  return handOver({ ...suite, second });
}
