import { type Accessor, createMemo } from 'solid-js';
import { api } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import { chooseZone, rememberedZone } from './zone-choice.ts';

const hourMs = 3_600_000;

/** The zones that there are, and which of them a page shows. @param asked zone in the address of the page */
export function createZones(asked: Accessor<string | null>) {
  const polled = createPolled({ key: () => [], load: (_, signal) => api.zones(signal), everyMs: hourMs });
  const remembered = rememberedZone();
  const zones = () => polled().value?.zones ?? null;
  const defaultZone = () => polled().value?.defaultZone ?? null;
  const choice = createMemo(() =>
    chooseZone({ asked: asked(), remembered, zones: zones(), defaultZone: defaultZone() }),
  );
  return {
    zones,
    defaultZone,
    choice,
    /** Why no zone is known; null once one is. */
    error: () => (choice().id === null ? polled().error : null),
    retryAtMs: () => polled().retryAtMs,
  };
}
