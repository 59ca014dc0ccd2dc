import { startNode } from './start-node.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('node:http', { start: startNode })
