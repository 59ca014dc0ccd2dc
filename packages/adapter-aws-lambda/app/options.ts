import process from 'node:process'
import { readAdapterOptions, readNumber } from '@gimbal/adapter-node'
import { databaseService } from '@gimbal/db/node'

/** An instance runs one request at a time, so one connection is enough. POOL_SIZE overrides it. */
const max = readNumber(process.env, 'POOL_SIZE', { least: 1, most: 100 }) ?? 1

/** The options of both functions; TRUST_PROXY is the number of proxies in front of AWS. */
export const options = {
  services: { db: databaseService({ max }) },
  ...readAdapterOptions(process.env),
}
