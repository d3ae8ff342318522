import { OpenDepinError } from "opendepin";
import { startDevnet } from "opendepin/devnet";

main().then((facts) => console.log(JSON.stringify(facts)));

async function main() {
  const [one, other] = await Promise.all([startDevnet(), startDevnet()]);
  const [before] = [await one.warp(1)];
  await one.snapshot("start");
  const account = `0x${"a1".repeat(20)}`;
  const { amount } = await one.faucet(account, "1.5");
  const moved = (await one.warp("1d")) >= before + 86_400;
  await one.restore("start");
  const restored = (await one.warp(1)) < before + 86_400;
  const isOneError = (await errorOf(one.faucet("nobody", 1n))) instanceof OpenDepinError;
  const { code } = await errorOf(one.nextEpoch());
  await Promise.all([one.close(), other.close()]);
  return {
    isOneError,
    differentPorts: one.rpc !== other.rpc,
    moved,
    restored,
    given: amount.toString(),
    withoutEthers: code,
    gone: (await errorOf(fetch(one.rpc))) instanceof TypeError,
  };
}

async function errorOf(promise) {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}
