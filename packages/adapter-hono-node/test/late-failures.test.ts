import { describeLateFailures } from '@gimbal/users-api/suite'

describeLateFailures('Hono', new URL('../src/server.ts', import.meta.url))
