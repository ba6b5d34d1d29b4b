import Type from 'typebox';

/** Inputs that several kinds share. A description ends the sentence "<name> is …, but must be …". */

const id = (what: string) =>
  Type.String({ pattern: '^[a-z0-9-]{1,60}$', description: `the id of a ${what}, e.g. ${examples[what]}` });

const examples: Readonly<Record<string, string>> = {
  project: 'small-moon-123456',
  branch: 'br-small-term-683261',
  endpoint: 'ep-small-sun-123456',
};

export const projectId = id('project');
export const branchId = id('branch');
export const endpointId = id('endpoint');

export const name = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'a name of 1 to 256 characters',
});

/** A name inside PostgreSQL: at most 63 bytes. */
export const sqlName = Type.String({
  pattern: '^[A-Za-z_][A-Za-z0-9_$-]{0,62}$',
  description: 'a name of 1 to 63 letters, digits, _ or -, which starts with a letter',
});

/** Consent to lose data: kept in the state, so that it must be given in an `up` of its own, before the loss. */
export const allowDataLoss = Type.Boolean({ default: false, description: 'true or false' });

export const flag = Type.Boolean({ description: 'true or false' });

/** Compute units: a quarter of a core and 1 GB of memory for 0.25. */
export const computeUnits = Type.Number({
  minimum: 0.25,
  maximum: 56,
  description: 'a number of compute units from 0.25 to 56',
});

/** -1 never suspends, 0 is Neon's default of five minutes. */
export const suspendTimeoutSeconds = Type.Union(
  [Type.Literal(-1), Type.Literal(0), Type.Integer({ minimum: 60, maximum: 604_800 })],
  { description: '-1 (never), 0 (the default, 300) or a whole number of seconds from 60 to 604800' },
);
