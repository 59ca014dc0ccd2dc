import type { Db } from '@gimbal/db'

/** What a host provides. */
export interface Services {
  readonly db: Db
}
