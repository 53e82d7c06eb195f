/**
 * Returns a new message id: 128 random bits in hex. From getRandomValues, which also exists over plain HTTP (randomUUID
 * does not).
 */
export function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
