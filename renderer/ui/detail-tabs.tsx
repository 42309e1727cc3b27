import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './detail-tabs.module.css';

/** One tab of a detail. */
export interface DetailTab<T extends string> {
  readonly name: T;
  readonly word: string;
  readonly content: ReactNode;
  /** It is a list, a pane of its own, that fills what is left. */
  readonly fills?: boolean;
}

export interface DetailTabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly DetailTab<T>[];
  readonly chosen: T;
  readonly onChoose: (name: T) => void;
  /** The page scrolls and the tabs with it, and each tab is a pane for F6; otherwise each tab scrolls by itself. */
  readonly long?: boolean;
}

/** The parts of a detail, one of which is shown: arrows pass from tab to tab. */
export function DetailTabs<T extends string>({ label, tabs, chosen, onChoose, long = false }: DetailTabsProps<T>) {
  return (
    <Tabs
      value={chosen}
      onChange={(value) => {
        const tab = tabs.find(({ name }) => name === value);
        if (tab) onChoose(tab.name);
      }}
      keepMounted={false}
      classNames={{
        root: classes.tabs ?? '',
        list: classes.list ?? '',
        tab: classes.tab ?? '',
        panel: classes.panel ?? '',
      }}
      mod={{ long }}
    >
      <Tabs.List aria-label={label}>
        {tabs.map(({ name, word }) => (
          <Tabs.Tab key={name} value={name}>
            {word}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, content, fills = false }) => (
        <Tabs.Panel key={name} value={name} {...panel(name, long, fills)}>
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function panel(name: string, long: boolean, fills: boolean) {
  if (fills) return { 'data-fills': true };
  return long ? { 'data-pane': name, tabIndex: -1 } : { tabIndex: 0 };
}
