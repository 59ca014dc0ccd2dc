import { type NodeHandler, toNode } from '@gimbal/adapter-node'
import type { App } from '@gimbal/core'
import type { AdapterArguments, Schema } from '@gimbal/core/adapter'

/**
 * Mounts an app in Express. Without the option `basePath`, the mount path of Express is used.
 *
 * @example
 * express().use('/api', toExpress(app, { services: { db }, onNotFound: 'next' }))
 */
export function toExpress<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...options: AdapterArguments<Services, EnvSchema>
): NodeHandler {
  // `toNode` understands Express's `originalUrl` and `baseUrl`.
  return toNode<Services, EnvSchema>(app, ...options)
}
