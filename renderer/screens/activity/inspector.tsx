import type { ReactNode } from 'react';
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import type { Trace } from '../../../shared/model/trace.ts';
import { usePart, useSetting, useSettingsStore, useWorld } from '../../state/context.tsx';
import { formatRoute } from '../../state/route.ts';
import { type InspectorTab, inspectorTabs } from '../../state/settings.ts';
import { withArrows } from '../../ui/arrows.ts';
import { CopyButton } from '../../ui/copyable.tsx';
import { DetailHead } from '../../ui/detail-head.tsx';
import { DetailTabs } from '../../ui/detail-tabs.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { formatExact } from '../../ui/time.ts';
import { formatCurl } from './curl.ts';
import { DryRun, isRehearsable } from './dry-run.tsx';
import classes from './inspector.module.css';
import { ChangesTab, MessageTab, SummaryTab } from './inspector-tabs.tsx';
import { TraceView } from './trace-view.tsx';
import { effectWords, tabWords, words } from './words.ts';

/** What one request was and what came of it. */
export function Inspector({ onClose }: { readonly onClose: () => void }) {
  const { inspection } = useWorld();
  const trace = usePart(inspection.store, (state) => state.trace);
  const detail = usePart(inspection.store, (state) => state.detail);
  const failure = usePart(inspection.store, (state) => state.failure);
  return (
    <section className={classes.inspector} aria-label={words.inspector} data-pane="inspector" tabIndex={-1}>
      {trace && detail ? (
        <Inspected trace={trace} detail={detail} onClose={onClose} />
      ) : (
        <DetailHead title={null} waiting={failure ? '' : words.reading} onClose={onClose} />
      )}
      {failure ? <ErrorState error={failure} retry={inspection.reload} /> : null}
    </section>
  );
}

interface InspectedProps {
  readonly trace: Trace;
  readonly detail: ExchangeDetail;
  readonly onClose: () => void;
}

function Inspected({ trace, detail, onClose }: InspectedProps) {
  const settings = useSettingsStore();
  const { world, sources } = useWorld();
  const tab = useSetting('inspectorTab');
  const sourceList = usePart(sources.store, (state) => state.value);
  const { exchange } = trace;
  const effect = effectWords[exchange.effect.state];
  const baseUrl = sourceList?.find((source) => source.id === exchange.source?.id)?.baseUrl ?? null;
  const link = () =>
    `${location.origin}${location.pathname}${formatRoute({ place: 'activity', path: [exchange.id], world })}`;
  const contents: Record<InspectorTab, ReactNode> = {
    trace: <TraceView trace={trace} />,
    summary: <SummaryTab detail={{ ...detail, ...exchange }} />,
    request: (
      <>
        <MessageTab message={detail.request} label="the request's body" />
        {exchange.source !== null && isRehearsable(detail.method) ? (
          <DryRun
            key={exchange.id}
            sourceId={exchange.source.id}
            method={detail.method}
            path={detail.path}
            body={detail.request.body ?? ''}
          />
        ) : null}
      </>
    ),
    response: <MessageTab message={detail.response} label="the response's body" />,
    changes: <ChangesTab trace={trace} />,
    raw: <pre className={classes.raw}>{formatRaw(detail)}</pre>,
  };
  return (
    <>
      <DetailHead title={withArrows(exchange.summary)} onClose={onClose}>
        <p className={classes.meta}>
          <StateMark shape={effect.shape} tone={effect.tone} loud={effect.loud ?? false}>
            {effect.word}
          </StateMark>
          {exchange.effect.text === '' ? null : <span>{withArrows(exchange.effect.text)}</span>}
          <span>{formatExact(Date.parse(exchange.at))}</span>
        </p>
        <div className={classes.actions}>
          <CopyButton label={words.copyCurl} text={() => formatCurl(detail, baseUrl)} />
          <CopyButton label={words.copyJson} text={() => JSON.stringify({ ...detail, trace }, null, 2)} />
          <CopyButton label={words.copyLink} text={link} />
        </div>
      </DetailHead>
      <DetailTabs
        label={words.inspector}
        tabs={inspectorTabs.map((name) => ({ name, word: tabWords[name], content: contents[name] }))}
        chosen={tab}
        onChoose={(name) => settings.setState({ inspectorTab: name })}
      />
    </>
  );
}

/** Both messages as HTTP writes them, with the secrets that were never kept left out. */
function formatRaw({ method, path, status, request, response }: ExchangeDetail): string {
  const lines = (headers: Record<string, string>) =>
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `${method} ${path}`,
    ...lines(request.headers),
    '',
    request.body ?? '',
    '',
    `${status}`,
    ...lines(response.headers),
    '',
    response.body ?? '',
  ].join('\n');
}
