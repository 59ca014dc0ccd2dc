/** The Worker of the users API, built like the deployed one, which also reports its memories. */
import { readMemories } from './record-memories.ts'
import { bindings, toWorker } from '@gimbal/adapter-cloudflare'
import { databaseService } from '@gimbal/db/workerd'
import { app } from '@gimbal/users-api'

const worker = toWorker(app, {
  env: bindings<{ readonly DATABASE_URL: string }>('DATABASE_URL'),
  services: { db: databaseService() },
})

export default {
  fetch: (...[request, env, context]: Parameters<typeof worker.fetch>) => {
    if (new URL(request.url).pathname !== '/memories') return worker.fetch(request, env, context)
    return Response.json(readMemories())
  },
}
