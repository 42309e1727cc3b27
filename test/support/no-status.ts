import type { Status } from '../../shared/model/status.ts';

/** What `status.get` says of a world in which nothing is yet. */
export const noStatus: Status = {
  people: 0,
  sources: 0,
  apps: 0,
  accounts: {},
  outstanding: 0,
  onTheWay: 0,
  removalsWaiting: 0,
  held: { people: 0, since: null },
  needsYou: 0,
  lastProof: null,
};
