import { RunError } from '@pulumi/pulumi';
import { expect, it } from 'vitest';
import { asRunError } from './run-error.ts';
import { SettingsError } from './settings-reader.ts';

it('an error for people keeps its message only, a defect its stack', () => {
  expect(asRunError(new SettingsError('mend it')).message).toBe('mend it');
  const defect = asRunError(new TypeError('a defect'));
  expect(defect.message).toMatch(/TypeError: a defect\n\s+at /);
  expect(RunError.isInstance(defect)).toBe(true);
  expect(asRunError('thrown text').message).toBe('thrown text');
});
