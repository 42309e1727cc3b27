/** What the double saw happen that it cannot do as Electron would. A test in which there is any proves nothing. */
export const violations: string[] = [];

/** Addresses that a page asked for and that nobody here answers. */
export const blocked: string[] = [];
