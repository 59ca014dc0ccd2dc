import { Buffer } from 'node:buffer'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { createLimiter, type Limiter } from './limiter.ts'

/**
 * Limits work that hashes passwords, with its queries: a refused request has cost no hash, and no
 * query
 * except the one for its token.
 *
 * @example
 * hashLimiter({ request, account: emailKey }, async () => verifyPassword(…))
 */
export const hashLimiter: Limiter = createLimiter({
  maxRunning: 2,
  maxWaiting: 16,
  timeoutMs: 5_000,
})

/**
 * Hashes a password for storage: scrypt in the PHC format.
 *
 * @example
 * await hashPassword('correct horse') // '$scrypt$ln=15,r=8,p=3$…$…'
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const { ln, r, p } = COST
  const hash = await derive(password, { ...COST, salt, length: 32 })
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`
}

/**
 * Returns true if the password matches the stored hash. Without a hash it takes the same time and
 * returns false, so that the time does not reveal which addresses have accounts.
 *
 * @example
 * const isRight = await verifyPassword(body.password, user?.passwordHash)
 */
export async function verifyPassword(password: string, kept: string | undefined): Promise<boolean> {
  const { hash, ...how } = parse(kept ?? '') ?? UNMATCHABLE
  return timingSafeEqual(await derive(password, { ...how, length: hash.length }), hash)
}

/**
 * Returns true if a password should be hashed again because the cost has changed.
 *
 * @example
 * if (needsRehash(user.passwordHash)) await keep(await hashPassword(password))
 */
export function needsRehash(kept: string): boolean {
  const found = parse(kept)
  return !found || found.ln !== COST.ln || found.r !== COST.r || found.p !== COST.p
}

interface Cost {
  /** The base-2 logarithm of scrypt's N. */
  readonly ln: number
  readonly r: number
  readonly p: number
}

interface Kept extends Cost {
  readonly salt: Buffer
  readonly hash: Buffer
}

// The settings of OWASP and ASVS that workerd also allows: 32 MiB and 0.1 to 0.2 s per hash.
const COST: Cost = { ln: 15, r: 8, p: 3 }
// A hash that no password matches.
const UNMATCHABLE: Kept = { ...COST, salt: Buffer.alloc(16), hash: Buffer.alloc(32) }

async function derive(
  password: string,
  { ln, r, p, salt, length }: Cost & { readonly salt: Buffer; readonly length: number },
): Promise<Buffer> {
  // Node's default limit of 32 MiB is one block too small for this cost.
  const options = { N: 2 ** ln, r, p, maxmem: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

function parse(kept: string): Kept | undefined {
  const parts = PHC.exec(kept)
  if (!parts) return undefined
  const [ln, r, p] = parts.slice(1, 4).map(Number) as [number, number, number]
  const [salt, hash] = parts.slice(4).map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer]
  return { ln, r, p, salt, hash }
}

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
