/** The faults in their long form, one after another; the short one is in the tests. */
import { killAndRestart, terminateBackends } from './lost-connections.ts'
import { exhaustPool, refuseWithoutConnection, takeAllConnections } from './no-connections.ts'
import { show } from './show.ts'

show('killed and restarted', await killAndRestart({ rate: 200, downSeconds: 10 }))
show('connections terminated', await terminateBackends({ rate: 200, seconds: 30 }))
show('pool exhausted', await exhaustPool({ requests: 200 }))
show('no connection left at the server', await takeAllConnections({ requests: 100 }))
for (const { name, status, milliseconds } of await refuseWithoutConnection())
  show(`refused with the pool held, ${name}`, { status, milliseconds })
