import Type, { type Static } from 'typebox';
import { AlertResponse, PushSubscriptionSummary } from './alerts.ts';
import { Id, Instant as Time } from './http.ts';
import { StoredHousehold } from './plan.ts';

/** Roles, weakest first: each may do what those before it may. */
export const roles = ['user', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * What somebody may be allowed to do. Every route that is not open names one; `keyScope` tells whether an account may
 * hand it on to an API key.
 */
export const permissions = {
  'account:read': { role: 'user', keyScope: true, purpose: 'Read the own account, its data and its plan' },
  'account:write': {
    role: 'user',
    keyScope: false,
    purpose: 'Change password, household, alerts, sessions and keys; delete',
  },
  'stack:read': { role: 'operator', keyScope: true, purpose: 'Read jobs, freshness and state of the stack' },
  'users:read': { role: 'admin', keyScope: false, purpose: 'Read the list of accounts' },
  'users:write': { role: 'admin', keyScope: false, purpose: 'Change roles, disable accounts' },
} as const satisfies Record<string, { role: Role; keyScope: boolean; purpose: string }>;
export type Permission = keyof typeof permissions;

/** Permissions that an API key may hold. */
const keyScopes = (Object.keys(permissions) as Permission[]).filter((name) => permissions[name].keyScope);

const closed = { additionalProperties: false } as const;
const literals = <T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));

/** RFC 5321 allows 254 characters; a control character or a space is never one of them. */
const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$',
  description: 'E-mail address; upper and lower case are the same',
});
/** Every character counts; the upper bound only keeps hashing cheap. */
const NewPassword = Type.String({
  minLength: 8,
  maxLength: 256,
  description: 'At least 8 characters',
});
const GivenPassword = Type.String({ minLength: 1, maxLength: 256 });
const MailToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'From the link in the mail' });

export const RegisterBody = Type.Object({ email: Email, password: NewPassword }, closed);
export const ConfirmBody = Type.Object({ token: MailToken }, closed);
export const ForgotBody = Type.Object({ email: Email }, closed);
export const ResetBody = Type.Object({ token: MailToken, password: NewPassword }, closed);
export const LoginBody = Type.Object(
  {
    email: Email,
    password: GivenPassword,
    delivery: Type.Optional(
      Type.Union([Type.Literal('token'), Type.Literal('cookie')], {
        default: 'token',
        description: 'Tokens in the answer, or in cookies that no script can read (for browsers)',
      }),
    ),
  },
  closed,
);
export type LoginBody = Static<typeof LoginBody>;
export const RefreshBody = Type.Object(
  {
    refreshToken: Type.Optional(
      Type.String({ maxLength: 100, description: 'Left out by browsers: it is in a cookie' }),
    ),
  },
  closed,
);

export const JwksResponse = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      kid: Type.String(),
      alg: Type.String(),
      use: Type.String(),
    }),
  ),
});

/** The same for everybody, so that nobody learns who has an account. */
export const MailedResponse = Type.Object({ message: Type.String() });

export const AccountResponse = Type.Object({
  id: Id,
  email: Type.String(),
  role: literals(roles),
  createdAt: Time,
});
export type AccountResponse = Static<typeof AccountResponse>;

export const SessionResponse = Type.Object({
  account: AccountResponse,
  accessToken: Type.Optional(Type.String({ description: 'Bearer token; left out where it is in a cookie' })),
  refreshToken: Type.Optional(Type.String({ description: 'Good for one refresh' })),
  expiresInSeconds: Type.Integer({ description: 'Of the access token' }),
});
export type SessionResponse = Static<typeof SessionResponse>;

export const PasswordBody = Type.Object({ password: GivenPassword, newPassword: NewPassword }, closed);
export const DeleteAccountBody = Type.Object({ password: GivenPassword }, closed);

const SessionSummary = Type.Object({
  id: Id,
  client: Type.String({ description: 'What the client called itself' }),
  createdAt: Time,
  usedAt: Time,
  current: Type.Boolean({ description: 'Whether this request belongs to it' }),
});
export const SessionsResponse = Type.Object({ sessions: Type.Array(SessionSummary) });

export const ApiKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]+$' }),
    scopes: Type.Array(literals(keyScopes), { minItems: 1, maxItems: keyScopes.length, uniqueItems: true }),
  },
  closed,
);
export type ApiKeyBody = Static<typeof ApiKeyBody>;
export const ApiKeySummary = Type.Object({
  id: Id,
  name: Type.String(),
  scopes: Type.Array(literals(keyScopes)),
  createdAt: Time,
  usedAt: Type.Union([Time, Type.Null()]),
});
export type ApiKeySummary = Static<typeof ApiKeySummary>;
export const ApiKeysResponse = Type.Object({ apiKeys: Type.Array(ApiKeySummary) });
export const NewApiKeyResponse = Type.Object({
  ...ApiKeySummary.properties,
  key: Type.String({ description: 'Shown this once' }),
});

export const ExportResponse = Type.Object({
  account: AccountResponse,
  sessions: Type.Array(Type.Omit(SessionSummary, ['current'])),
  apiKeys: Type.Array(ApiKeySummary),
  household: Type.Union([StoredHousehold, Type.Null()]),
  alerts: Type.Array(Type.Omit(AlertResponse, ['webhookSecret'])),
  browsers: Type.Array(PushSubscriptionSummary),
});

export const UserSummary = Type.Object({ ...AccountResponse.properties, disabled: Type.Boolean() });
export const UsersQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({ maxLength: 254, description: 'E-mail address that ended the last page' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);
export type UsersQuery = Static<typeof UsersQuery>;
export const UsersResponse = Type.Object({ users: Type.Array(UserSummary) });
export const UserBody = Type.Object(
  { role: Type.Optional(literals(roles)), disabled: Type.Optional(Type.Boolean()) },
  { ...closed, minProperties: 1 },
);
export type UserBody = Static<typeof UserBody>;
