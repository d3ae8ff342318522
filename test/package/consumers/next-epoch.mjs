import { startDevnet } from "opendepin/devnet";

const devnet = await startDevnet();
const { epoch, status } = await devnet.nextEpoch();
await devnet.close();
console.log(JSON.stringify({ epoch, status }));
