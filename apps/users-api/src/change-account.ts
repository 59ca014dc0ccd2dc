import type { Db } from '@gimbal/db'
import { changedMeanwhile, isNotFound } from './database-errors.ts'
import { accountGone, type Caller } from './guards.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { type Account, accountColumns, emailKeyOf } from './views.ts'

/** The changed fields of an account. */
export interface Changes {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
}

/** Returns the password hash if the caller's current password is right, else `undefined`. */
export async function verifyCaller(
  db: Db,
  { user: { id } }: Caller,
  currentPassword: string,
): Promise<string | undefined> {
  const found = await db.user.findUnique({ where: { id }, select: { passwordHash: true } })
  if (!found) throw accountGone()
  const { passwordHash } = found
  return (await verifyPassword(currentPassword, passwordHash)) ? passwordHash : undefined
}

/**
 * Changes an account. A new password or e-mail ends the account's other sessions, which may belong
 * to a person who knows the old ones.
 *
 * @example
 * const user = await changeAccount(db, caller, { changes: { email }, passwordHash })
 */
export async function changeAccount(
  db: Db,
  caller: Caller,
  { changes, passwordHash }: { readonly changes: Changes; readonly passwordHash?: string },
): Promise<Account> {
  const { name, email, password } = changes
  const data = {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, emailKey: emailKeyOf(email) }),
    ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
  }
  if (Object.keys(data).length === 0) return caller.user
  const sessions = { deleteMany: { tokenHash: { not: caller.tokenHash } } }
  const endsSessions = email !== undefined || password !== undefined
  try {
    return await db.user.update({
      where: passwordHash === undefined ? { id: caller.user.id } : confirmed(caller, passwordHash),
      // The nested delete runs after the update of the user row. A sign-in locks that row, so its
      // session is visible here.
      data: endsSessions ? { ...data, sessions } : data,
      select: accountColumns,
    })
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw passwordHash === undefined ? accountGone() : changedMeanwhile()
  }
}

/** Deletes an account and its sessions. */
export async function deleteAccount(db: Db, caller: Caller, passwordHash: string): Promise<void> {
  const { count } = await db.user.deleteMany({ where: confirmed(caller, passwordHash) })
  if (count === 0) throw changedMeanwhile()
}

/**
 * Selects the caller's row if password, e-mail and session are still those that were checked. A
 * query that waits for the row's lock sees the new columns of the row, but the sessions as they
 * were before the wait. A change of password or e-mail, which ends sessions, is visible in a
 * column.
 */
function confirmed({ user: { id, email }, tokenHash }: Caller, passwordHash: string) {
  return { id, email, passwordHash, sessions: { some: { tokenHash } } }
}
