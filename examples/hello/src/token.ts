/**
 * The service for `/secret`, created from the host's environment. Without the variable every
 * request is refused.
 */
export const token = {
  lifetime: 'process',
  create: (env: { readonly HELLO_TOKEN?: string }) => env.HELLO_TOKEN,
} as const

/** Compares digests, so that the time reveals nothing about the token. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([digest(one), digest(other)])
  return first.every((byte, index) => byte === second[index])
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
