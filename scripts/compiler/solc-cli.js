#!/usr/bin/env node
// The `solc` program that forge asks for, over the pinned npm compiler: nothing is downloaded, and forge compiles with
// the same bytes as Hardhat. It answers the two calls that forge makes, `--version` and `--standard-json`.
"use strict";

const { readFileSync, writeSync } = require("node:fs");
const solc = require("solc");

/** Writes all of `text`: a pipe takes part of it at a time and says EAGAIN when it is full. */
function writeAll(text) {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const version = solc.version().replace(".Emscripten.clang", ".Linux.g++");
const isVersionAsked = process.argv.includes("--version");
writeAll(
  isVersionAsked
    ? `solc, the solidity compiler commandline interface\nVersion: ${version}\n`
    : solc.compile(readFileSync(0, "utf8")),
);
