export { startPostgres } from './test-postgres.ts'
export { startTcpProxy, throughProxy } from './tcp-proxy.ts'

export type { TestPostgres } from './test-postgres.ts'
export type { TcpProxy } from './tcp-proxy.ts'
