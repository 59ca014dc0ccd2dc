export interface User {
  readonly name: string
}

/** Returns the account of an `Authorization: Bearer …` header. */
export async function userOf(authorization: string | null | undefined): Promise<User | undefined> {
  return authorization === 'Bearer sesame' ? { name: 'Ada' } : undefined
}
