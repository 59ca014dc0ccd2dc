import { databaseService } from '@gimbal/db/workerd'
import { app } from '@gimbal/users-api'
import { bindings, toWorker } from '../src/index.ts'

export default toWorker(app, {
  // `wrangler types` generates Env from wrangler.jsonc.
  env: bindings<Env>('DATABASE_URL'),
  services: { db: databaseService() },
})
