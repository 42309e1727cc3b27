import type { Page } from '@playwright/test';

/** Electron's module, as a main program imports it. */
export type ElectronModule = typeof import('electron');

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The program of the desktop app as a process: what can be known of it from outside. */
export interface DesktopProcess {
  readonly pid: number;
  /** Everything it has written to stdout and stderr so far, in the order of arrival. */
  output(): string;
  readonly exited: Promise<Exit>;
  /** Sends a signal, as the system or a terminal does. */
  signal(name: NodeJS.Signals): void;
  /** Ends it as the system does when it shuts down, by force if it does not end; safe to call twice. */
  stop(): Promise<Exit>;
}

/** A running desktop app, spoken to as Playwright speaks to an ElectronApplication. */
export interface Desktop extends DesktopProcess {
  /**
   * Runs a function in the main process; it sees nothing of the test but its argument.
   *
   * @param argument plain data, as is what the function returns
   */
  evaluate<R, A>(work: (electron: ElectronModule, argument: A) => R, argument: A): Promise<Awaited<R>>;
  /**
   * The page of a window as it is now; to be asked for anew after a crash. Waits until there is one.
   *
   * @param window counted from 0 in the order of their opening; ours, the first, when absent
   */
  page(window?: number): Promise<Page>;
  /**
   * What the app did that it must not do and that the double let pass (a window that was allowed to open); empty on the
   * real binary, which has no such list.
   */
  violations(): Promise<readonly string[]>;
  /** Addresses that the page asked for and that nobody in the app answers; empty on the real binary. */
  blocked(): Promise<readonly string[]>;
}

export interface LaunchOptions {
  /** The data folder. */
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is run: the sources as they stand, or what is delivered. The real binary always runs what is delivered. */
  readonly form?: 'sources' | 'bundles';
  /** The folder of the program; this clone when absent. */
  readonly program?: string;
}

/** What the desktop app runs on in the tests: Electron's own binary, or the double. */
export interface Runtime {
  readonly kind: 'double' | 'electron';
  /** Starts the app and waits until it can be spoken to. @throws Error with what it said when it ends instead */
  launch(options: LaunchOptions): Promise<Desktop>;
  /** Starts the app as a user does, with nobody listening in: for a second instance, and for its ports. */
  spawn(options: LaunchOptions): DesktopProcess;
  close(): Promise<void>;
}
