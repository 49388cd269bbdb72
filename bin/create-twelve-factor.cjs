#!/usr/bin/env node
// This file is valid in very old versions of Node, so that they can say what is wrong.
'use strict';
var version = process.versions.node.split('.').map(Number);
var supported =
  (version[0] === 20 && version[1] >= 19) ||
  (version[0] === 22 && version[1] >= 13) ||
  version[0] >= 24;
// Help and the other commands have a bundle of their own, for speed; each can do what both can.
var line = process.argv.slice(2).join(' ');
var explains = /(^| )(-h|--help|-v|--version|check|list|schema)( |$)/.test(line);
if (supported) {
  require(explains ? '../dist/explain.cjs' : '../dist/entry.cjs').run(__dirname);
} else {
  process.exitCode = 4;
  console.error(
    'error: create-twelve-factor needs Node.js 20.19, 22.13, or 24 and newer\n' +
      '  where: this is Node.js ' +
      process.versions.node +
      '\n' +
      '  to do: Install a current Node.js and run the command again.',
  );
}
