/**
 * The limits at the SCIM door, enforced before parsing (targets.md of the design; SECURITY.md tells why). One table:
 * the server, the JSON check and the rate all read it.
 */
export const limits = {
  /** Header block with the URL, in bytes. */
  headerBytes: 32 * 1024,
  urlBytes: 16 * 1024,
  bodyBytes: 1024 * 1024,
  /** For an authenticated source's Groups and Bulk. */
  largeBodyBytes: 8 * 1024 * 1024,
  /** Of a known source so much of a body that is refused is read and thrown away, so that it hears why. */
  readOutBytes: 64 * 1024 * 1024,
  jsonDepth: 32,
  jsonKeys: 100_000,
  largeJsonKeys: 400_000,
  requestMs: 30_000,
  headerMs: 10_000,
  idleMs: 65_000,
  connections: 200,
  /** Of them so many for one source. */
  sourceConnections: 100,
  /** So many bytes of bodies of one source are read or wait at a time. */
  sourceBytes: 64 * 1024 * 1024,
  /** Of a source that has no rate of its own, in requests per second. */
  sustainedRate: 500,
  burst: 2_000,
} as const;
