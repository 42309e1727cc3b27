import type { Page } from '@playwright/test';
import type { Desktop, DesktopProcess } from './driver.ts';

/** What goes wrong in an app besides what a test asks: it must be nothing, unless the test makes it so. */
export interface Complaints {
  /** Collects what this page says from now on, and what it said before as far as the browser kept it. */
  watch(page: Page): void;
  /** Everything so far that was not forgiven, one line each. */
  all(): Promise<readonly string[]>;
  /** Takes note of everything so far; what follows is another test's. */
  forget(): Promise<void>;
}

/** What a log line begins with that nobody has to act on. A slow disk that is said to be slow is no fault. */
const harmless = /slow statement/;
const troubled = /^\S+ (?:WARN|ERROR) |electron double:|Warning:|Unhandled|^\s+at /;

/** Collects what an app complains of: in its log, in its page's console, in what the double saw and may not be. */
export function watchComplaints(program: DesktopProcess, desktop: Desktop | null): Complaints {
  const watched = new WeakSet<Page>();
  const said: string[] = [];
  let forgiven: Readonly<Record<'said' | 'logged' | 'violations' | 'blocked', number>> = {
    said: 0,
    logged: 0,
    violations: 0,
    blocked: 0,
  };

  const logged = () => program.output().split('\n').slice(0, -1);
  /** An app that has ended has no more to say than its log. */
  const asked = async (what: 'violations' | 'blocked') => (await desktop?.[what]().catch(() => [])) ?? [];

  return {
    watch(page) {
      if (watched.has(page)) return;
      watched.add(page);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') said.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => said.push(`page: ${error.stack ?? error.message}`));
    },
    async all() {
      const inLog = logged()
        .slice(forgiven.logged)
        .filter((line) => troubled.test(line) && !harmless.test(line));
      return [
        ...said.slice(forgiven.said),
        ...inLog.map((line) => `log: ${line}`),
        ...(await asked('violations')).slice(forgiven.violations).map((line) => `violation: ${line}`),
        ...(await asked('blocked')).slice(forgiven.blocked).map((line) => `blocked: ${line}`),
      ];
    },
    async forget() {
      forgiven = {
        said: said.length,
        logged: logged().length,
        violations: (await asked('violations')).length,
        blocked: (await asked('blocked')).length,
      };
    },
  };
}
