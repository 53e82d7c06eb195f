/**
 * A new reference: the sender's own id of a message, 128 random bits in hex.
 * From getRandomValues, which also exists where the page came over plain http (randomUUID does not).
 */
export function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
