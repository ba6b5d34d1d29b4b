import { createECDH } from 'node:crypto';

/** A key pair on P-256, base64url, with whom to complain to. */
export interface VapidKeys {
  subject: string;
  privateKey: string;
  publicKey: string;
}

/**
 * The key pair by which push services know this stack (RFC 8292), made from the secret of the stack.
 *
 * @param secret 32 random bytes, base64 or base64url: the private key on P-256
 * @param contact `mailto:` or `https:` address that a push service may complain to
 * @throws Error when the secret has another length
 */
export function vapidKeysOf(secret: string, contact: string): VapidKeys {
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length !== 32)
    throw new Error(
      `A push key has ${bytes.length} bytes instead of 32. Set PUSH_KEY to 32 random bytes in base64url.`,
    );
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(bytes);
  return {
    subject: contact,
    privateKey: bytes.toString('base64url'),
    publicKey: pair.getPublicKey().toString('base64url'),
  };
}
