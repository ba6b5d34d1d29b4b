import { createHash, createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { errors, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

/** How long an access token is good for, in seconds. */
export const accessTokenSeconds = 600;
const issuer = 'electricity-optimizer';
/** Refresh tokens are no JWTs, so nothing else can pass for one; the type keeps it so. */
const type = 'at+jwt';
const algorithm = 'EdDSA';

/** What an access token says. */
export interface AccessClaims {
  accountId: string;
  sessionId: string;
  /** Of the account when the token was made. */
  epoch: number;
}

/** A public key as RFC 8037 writes it. */
type PublicKey = Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string>;

/** Makes and reads access tokens (JWT, Ed25519). */
export interface AccessTokens {
  sign(claims: AccessClaims, nowMs: number): Promise<string>;
  /** @returns null for whatever is not a token of ours that is good now */
  read(token: string, nowMs: number): Promise<AccessClaims | null>;
  /** Public keys, for who wants to check tokens elsewhere (RFC 7517). */
  readonly jwks: { keys: PublicKey[] };
}

/**
 * @param seeds 32 random bytes each, base64url. The first signs; all verify, so that tokens made before a rotation
 *   stay good while the old seed stands second.
 * @param audience who the tokens are for: the name of the stack, so that one stack's are worthless on another
 * @throws Error when a seed is malformed or missing
 */
export async function createAccessTokens(seeds: readonly string[], audience: string): Promise<AccessTokens> {
  const pairs = await Promise.all(seeds.map(keyPairOf));
  const [signing] = pairs;
  if (!signing)
    throw new Error('No signing key is set. Set JWT_SIGNING_KEY to 32 random bytes in base64url.');
  const byId = new Map(pairs.map((pair) => [pair.id, pair.publicKey]));
  return {
    jwks: { keys: pairs.map(({ publicJwk }) => publicJwk) },
    sign({ accountId, sessionId, epoch }, nowMs) {
      const now = Math.floor(nowMs / 1000);
      return new SignJWT({ sid: sessionId, epoch })
        .setProtectedHeader({ alg: algorithm, typ: type, kid: signing.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(accountId)
        .setIssuedAt(now)
        .setExpirationTime(now + accessTokenSeconds)
        .sign(signing.privateKey);
    },
    async read(token, nowMs) {
      try {
        // Keys are ours alone: what a token says of keys (jku, jwk, x5u) is not looked at.
        const { payload } = await jwtVerify(token, ({ kid = '' }) => keyOf(byId, kid), {
          algorithms: [algorithm],
          typ: type,
          issuer,
          audience,
          currentDate: new Date(nowMs),
          requiredClaims: ['exp', 'sub', 'sid', 'epoch'],
        });
        return claimsOf(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

type Key = Awaited<ReturnType<typeof importJWK>>;

function keyOf(byId: ReadonlyMap<string, Key>, id: string): Key {
  const key = byId.get(id);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key;
}

function claimsOf({ sub, sid, epoch }: Record<string, unknown>): AccessClaims | null {
  return typeof sub === 'string' && typeof sid === 'string' && typeof epoch === 'number'
    ? { accountId: sub, sessionId: sid, epoch }
    : null;
}

/** What precedes the seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

async function keyPairOf(seed: string) {
  const bytes = Buffer.from(seed, 'base64url');
  if (bytes.length !== 32)
    throw new Error(
      `A signing key has ${bytes.length} bytes instead of 32. Set JWT_SIGNING_KEY to 32 random bytes in base64url.`,
    );
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, bytes]), format: 'der', type: 'pkcs8' });
  const publicJwk = createPublicKey(key).export({ format: 'jwk' });
  const id = thumbprint(publicJwk);
  return {
    id,
    publicJwk: { ...publicJwk, kid: id, alg: algorithm, use: 'sig' } as PublicKey,
    privateKey: await importJWK(key.export({ format: 'jwk' }) as JWK, algorithm),
    publicKey: await importJWK(publicJwk as JWK, algorithm),
  };
}

/** RFC 7638, of the members that an OKP key must have, in that order. */
function thumbprint({ crv, kty, x }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
