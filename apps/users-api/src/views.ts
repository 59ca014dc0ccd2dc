import type { User } from '@gimbal/db'

/** The columns that the owner of an account sees. */
export const accountColumns = { id: true, name: true, email: true, createdAt: true } as const

export type Account = Pick<User, keyof typeof accountColumns>

/** The account as its owner sees it. */
export function userView({ id, name, email, createdAt }: Account) {
  return { id, name, email, createdAt: createdAt.toISOString() }
}

/** The unique form of an address: `Ada@` and `ada@` are one address. */
export function emailKeyOf(email: string): string {
  // NFKC after lower case: a capital without a composed form may have one in lower case (`H̱`,
  // `ẖ`).
  return email.toLowerCase().normalize('NFKC')
}
