import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act } from '../../electron/engine/sandbox/act.ts';
import { foundCompany, leave, softDelete } from '../../electron/engine/sandbox/events.ts';
import { createRandom } from '../../electron/engine/sandbox/random.ts';
import { outsideAddress } from '../../electron/main/security.ts';
import { actionsFor } from '../../renderer/screens/rehearse/words.ts';
import { idpForms } from '../../renderer/screens/setup/idp-forms.ts';
import { fromOutside, isOutsideAddress } from '../../renderer/screens/setup/outside.ts';
import { SandboxAction } from '../../shared/model/sandbox.ts';
import { dialects } from '../../shared/model/source.ts';

describe('the forms of identity providers', () => {
  it.each(dialects)('%s: one field for the address, one for the token, no label twice', (dialect) => {
    const { fields, way, afterwards } = idpForms[dialect];
    const values = fields.map(({ value }) => value);
    expect(values.filter((value) => value === 'base URL')).toHaveLength(1);
    expect(values.filter((value) => value === 'token')).toHaveLength(1);
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
    expect(way.length * afterwards.length).toBeGreaterThan(0);
  });

  it.each(dialects)('%s: its documentation is an address that the desktop app may open', (dialect) => {
    const { documentation } = idpForms[dialect];
    expect(documentation === null ? null : outsideAddress(documentation)).toBe(documentation);
  });
});

describe('an address from outside', () => {
  it.each([
    ['https://scim.contoso.test', true],
    [' https://scim.contoso.test:8443/footbridge/ ', true],
    ['http://scim.contoso.test', false],
    ['scim.contoso.test', false],
    ['https://', false],
    ['https://scim.contoso.test/?key=1', false],
    ['https://scim.contoso.test/#there', false],
    ['https://sam@scim.contoso.test', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isOutsideAddress(text)).toBe(expected);
  });

  it('keeps the path of the source, and all of the proxy’s own', () => {
    const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.domain(), fc.array(segment), segment, (domain, before, key) => {
        const outside = [`https://${domain}`, ...before].join('/');
        const path = `/scim/v2/${key}`;
        expect(fromOutside(`http://127.0.0.1:4100${path}`, `${outside}//`)).toBe(`${outside}${path}`);
      }),
    );
  });
});

describe('what can be done to a pretend person', () => {
  const company = foundCompany(2026, 25, 'Contoso', 'contoso.test');
  const [, , , , , , , someone] = company.people;
  const presences = {
    here: company,
    left: leave(company, someone?.id ?? ''),
    deleted: softDelete(leave(company, someone?.id ?? ''), someone?.id ?? ''),
  };
  const cases = Object.keys(presences).flatMap((presence) =>
    SandboxAction.options.map((action) => ({ presence: presence as keyof typeof presences, action })),
  );

  it.each(cases)('$action is offered to somebody $presence only when it applies', ({ presence, action }) => {
    const after = presences[presence];
    const person = after.people.find(({ id }) => id === someone?.id);
    if (person === undefined) throw new Error('They are not in the company.');
    expect(person.presence).toBe(presence);
    const applies = typeof act(after, person, action, createRandom(1)) !== 'string';
    expect(actionsFor[presence].includes(action)).toBe(applies);
  });
});
