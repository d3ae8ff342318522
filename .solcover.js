module.exports = {
  skipFiles: ["mocks"],
  // OpenZeppelin's P-256 and ERC-7913 code does not compile without Yul's stack allocation.
  configureYulOptimizer: true,
  // The gate counts statements and branches: measuring more would only slow the instrumented code down.
  measureFunctionCoverage: false,
  measureLineCoverage: false,
  // Exhaustive tests repeat thousands of times what other tests cover once, and instrumented code is ten times as slow.
  // They run with the contracts' other tests, on the code that is deployed.
  mocha: { grep: "@exhaustive", invert: true },
  istanbulReporter: ["json", "text"],
  istanbulFolder: "./coverage",
};
