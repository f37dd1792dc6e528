import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * Encrypts bytes for the disk (AES-256-GCM): nonce, tag, ciphertext. `about` is bound to them, so
 * that what was sealed for one place cannot be opened as another.
 */
export function seal(key: Uint8Array, plain: Uint8Array, about: string): Buffer {
	const nonce = randomBytes(NONCE);
	const cipher = createCipheriv('aes-256-gcm', key, nonce);
	cipher.setAAD(Buffer.from(about, 'utf8'));
	const body = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Null: not sealed by this key for this place, or damaged. */
export function unseal(key: Uint8Array, sealed: Uint8Array, about: string): Buffer | null {
	if (sealed.length < NONCE + TAG) return null;
	const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
	const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
	decipher.setAAD(Buffer.from(about, 'utf8'));
	decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
	} catch {
		return null;
	}
}
