import { describeLateFailures } from '@gimbal/users-api/suite'

describeLateFailures('Express', new URL('../src/server.ts', import.meta.url))
