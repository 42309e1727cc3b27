/**
 * Exit codes of set-up, of the `footbridge` command and of the headless host. The table for people is
 * docs/EXIT-CODES.md; a test holds the two together.
 */
export const exitCode = Object.freeze({
  ok: 0,
  unexpected: 1,
  usage: 2,
  wrongNode: 3,
  portTaken: 4,
  folderUnwritable: 5,
  folderHeld: 6,
  installFailed: 7,
  database: 8,
  noChromium: 9,
  configuration: 10,
  expectation: 11,
  noAnswer: 12,
  tokenRefused: 13,
  notScim: 14,
});
