import type { EngineEvent } from '@pulumi/pulumi/automation/index.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventPrinter } from './engine-events.ts';

let printed: string;
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

function event(op: string, type: string, states: { old?: object; new?: object }): EngineEvent {
  const urn = `urn:pulumi:production::kit::${type}::backend`;
  return { resOutputsEvent: { metadata: { op, urn, type, ...states } } } as unknown as EngineEvent;
}

it('keeps the columns apart, however long a type is', () => {
  const type = 'github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable';
  eventPrinter().onEvent(event('create', type, { new: { custom: true, outputs: {} } }));
  expect(printed).toMatch(/ActionsEnvironmentVariable backend +created/);
});

it('says in a preview what changes from what to what, and only names what is long', () => {
  const [before, after] = [
    { plan: '0.5c-512mb', numInstances: 1, envVars: [{ key: 'A', value: '1' }], name: 'same' },
    { plan: '1c-2g', numInstances: 2, envVars: [{ key: 'A', value: '2' }], name: 'same' },
  ];
  const states = { old: { custom: true, inputs: before }, new: { custom: true, inputs: after } };
  eventPrinter('planned').onEvent(event('update', 'render:index:WebService', states));
  expect(printed).toMatch(/backend +to be updated +plan 0\.5c-512mb → 1c-2g, numInstances 1 → 2, envVars\n$/);
});

it('calls what is retained kept, not deleted', () => {
  const states = { old: { custom: true, retainOnDelete: true, outputs: {} } };
  eventPrinter().onEvent(event('delete', 'render:index:KeyValue', states));
  expect(printed).toMatch(/= {2}render:index:KeyValue +backend +kept/);
});
