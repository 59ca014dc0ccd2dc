export interface User {
  readonly name: string
}

/** The account that an `Authorization: Bearer …` header belongs to. */
export async function userOf(authorization: string | null | undefined): Promise<User | undefined> {
  return authorization === 'Bearer sesame' ? { name: 'Ada' } : undefined
}
