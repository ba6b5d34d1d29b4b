import type { Field } from './field.ts';
import { unordered } from './normalise.ts';
import { choice, flag, listOf, objectOf, type Shape, text, textsByName } from './shape.ts';

/** Fields and values that several kinds share. */

export const idOf = (prefixes: string): Shape =>
  text(
    new RegExp(`^(${prefixes})-[0-9a-z-]{5,}$`),
    `an id that starts with ${prefixes.replace(/\|/g, '- or ')}-`,
  );

export const regions = ['oregon', 'frankfurt', 'ohio', 'singapore', 'virginia'] as const;

/** Render's default for a web service: open to everyone. Taking the list away means this, an empty list means no one. */
export const everywhere = [{ cidrBlock: '0.0.0.0/0', description: 'everywhere' }];

export const name: Field = {
  shape: text(/^[^\s/][^/]{0,61}[^\s/]?$/, 'a name of 1 to 63 characters without a slash'),
  change: 'update',
  required: true,
};

/** The workspace; when left out, the only one that the key may use. */
export const ownerId: Field = { shape: idOf('tea|usr|own'), change: 'replace', inherits: true };

export const region: Field = { shape: choice(...regions), change: 'replace', fallback: 'oregon' };

export const environmentId: Field = { shape: idOf('evm'), change: 'update', fallback: '' };

export const ipAllowList = (fallback: unknown): Field => ({
  shape: listOf(
    objectOf({
      cidrBlock: text(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'a block of addresses such as 10.0.0.0/8'),
      'description?': text(),
    }),
  ),
  change: 'update',
  fallback,
  normal: unordered('cidrBlock', 'description'),
});

const envName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
export const env: Field = { shape: textsByName(envName), change: 'update', deploys: true, fallback: {} };
export const secretFiles: Field = {
  shape: textsByName(/^[A-Za-z0-9_.-]+$/),
  change: 'update',
  deploys: true,
  fallback: {},
};

/** Consent to lose data: kept in the state, so that it must be given in an `up` of its own, before the loss. */
export const allowDataLoss: Field = { shape: flag, change: 'note', fallback: false };
