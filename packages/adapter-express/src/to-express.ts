import { type NodeHandler, toNode } from '@gimbal/adapter-node'
import type { App } from '@gimbal/core'
import type { AdapterArguments, Schema } from '@gimbal/core/adapter'

/**
 * Mounts an app in Express: `basePath` is where Express has mounted it, unless the option names it.
 *
 * @example
 * express().use('/api', toExpress(app, { services: { db }, onNotFound: 'next' }))
 */
export function toExpress<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...options: AdapterArguments<Services, EnvSchema>
): NodeHandler {
  // Express's `originalUrl` and `baseUrl` are conventions of Node middleware, which toNode knows.
  return toNode<Services, EnvSchema>(app, ...options)
}
