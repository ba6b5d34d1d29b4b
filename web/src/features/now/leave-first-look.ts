import { type Accessor, createEffect, onCleanup } from 'solid-js';

/**
 * Has the page take the place of what `first-look` shows as soon as it has as much to show itself, or something else
 * is shown.
 */
export function leaveFirstLook(isReady: Accessor<boolean>): void {
  const leave = (): void => document.getElementById('first-look')?.remove();
  createEffect(() => isReady() && leave());
  onCleanup(leave);
}
