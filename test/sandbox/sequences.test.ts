import { describe, expect, it } from 'vitest';
import { speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { sandboxDialects } from '../../shared/model/sandbox.ts';
import { carry } from './carry.ts';
import { ScimNames } from './scim-names.ts';
import { sequences } from './sequences.ts';
import { type Event, events, lineOf, told } from './told.ts';

describe('the sequence of requests', () => {
  const cases = sandboxDialects.flatMap((dialect) =>
    (Object.keys(events) as Event[]).map((event) => [dialect, event] as const),
  );
  it.each(cases)('%s, when somebody or something %s', (dialect, event) => {
    const { requests, memory } = told(dialect, event);
    expect(requests.map((request) => lineOf(request, memory))).toEqual(sequences[dialect][event]);
  });

  it.each([
    ['okta-aiw', ['GET /Users?startIndex=1&count=2', 'GET /Groups?…']],
    ['okta-oin', ['GET /Users?startIndex=1&count=2', 'GET /Groups?…']],
    ['onelogin', ['GET /Users?filter=userName eq "x"', 'GET /Groups']],
    ['jumpcloud', ['POST /Users', 'POST /Groups', 'DELETE /Groups/new', 'DELETE /Users/new']],
    ['google', ['GET /Users']],
    ['ping', ['GET /Users?filter=username Eq "x"']],
    ['authentik', ['GET /ServiceProviderConfig']],
    [
      'generic',
      [
        'GET /ServiceProviderConfig',
        'GET /ResourceTypes',
        'GET /Schemas',
        'GET /Users?startIndex=1&count=1',
        'GET /Groups?startIndex=1&count=1',
      ],
    ],
  ] as const)('%s tests a connection, and leaves nothing behind', (dialect, expected) => {
    const server = new ScimNames();
    carry(speakerOf(dialect).testConnection('x'), server.answer);
    expect(server.received.map((request) => lineOf(request, {}))).toEqual(expected);
    expect([...server.names('Users'), ...server.names('Groups')]).toEqual([]);
  });
});
