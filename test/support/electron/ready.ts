let ready = false;

/** Whether the program's `ready` has come: much of Electron works only before it, or only after. */
export const readiness = {
  isReady: () => ready,
  reach(): void {
    ready = true;
  },
  /** @throws Error when it is too early for this */
  require(what: string): void {
    if (!ready) throw new Error(`${what} cannot be used before app is ready`);
  },
  /** @throws Error when it is too late for this */
  refuse(what: string): void {
    if (ready) throw new Error(`${what} should be called before app is ready`);
  },
};
