import type { Db } from '@gimbal/db'

/** The services that a host provides. */
export interface Services {
  readonly db: Db
}
