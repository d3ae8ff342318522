module.exports = {
  skipFiles: ["mocks"],
  // OpenZeppelin's P-256 and ERC-7913 code does not compile without Yul's stack allocation.
  configureYulOptimizer: true,
  istanbulReporter: ["json", "text"],
  istanbulFolder: "./coverage",
};
