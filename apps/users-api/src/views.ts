import type { User } from '@gimbal/db'

/** The columns of an account that its owner sees. */
export const accountColumns = { id: true, name: true, email: true, createdAt: true } as const

export type Account = Pick<User, keyof typeof accountColumns>

/** An account as its owner sees it. */
export function userView({ id, name, email, createdAt }: Account) {
  return { id, name, email, createdAt: createdAt.toISOString() }
}

/** What makes an address unique: `Ada@` and `ada@` are one address. */
export function emailKeyOf(email: string): string {
  // A capital without a composed form has one in lower case: `H̱` and `ẖ` are one letter too.
  return email.toLowerCase().normalize('NFKC')
}
