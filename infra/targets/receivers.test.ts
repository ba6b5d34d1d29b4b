import { describe, expect, it } from 'vitest';
import { SettingsError } from '../settings.ts';
import { receiverKeys, receiversOf } from './receivers.ts';

const every = Object.fromEntries(receiverKeys.map((key) => [key, `the ${key}`]));

describe('receiversOf', () => {
  it('is nobody by default', () => {
    expect(receiversOf({})).toEqual({});
    expect(receiversOf({ webhookUrl: undefined, slackUrl: '' })).toEqual({});
  });

  it('takes every way that is described', () => {
    expect(receiversOf(every)).toEqual({
      webhook: { url: 'the webhookUrl', token: 'the webhookToken' },
      slack: { url: 'the slackUrl', channel: 'the slackChannel' },
      email: {
        to: 'the emailTo',
        from: 'the emailFrom',
        smarthost: 'the emailSmarthost',
        username: 'the emailUsername',
        password: 'the emailPassword',
      },
      deadMansSwitch: { url: 'the deadMansSwitchUrl' },
    });
    expect(receiversOf({ webhookUrl: 'https://x' })).toEqual({ webhook: { url: 'https://x' } });
  });

  it.each([
    [{ slackUrl: 'https://x' }, /alerts:slackUrl is set and alerts:slackChannel is not/],
    [
      { emailTo: 'a@b' },
      /alerts:emailFrom, alerts:emailSmarthost, alerts:emailUsername, alerts:emailPassword is not/,
    ],
  ])('refuses half a way: %j', (settings, message) => {
    expect(() => receiversOf(settings)).toThrow(SettingsError);
    expect(() => receiversOf(settings)).toThrow(message);
  });

  it('shows no value in what it says', () => {
    expect(() => receiversOf({ slackUrl: 'https://secret' })).not.toThrow(/secret"|https/);
  });
});
