import type { App, Schema } from '@gimbal/core'
import type { AdapterArguments } from '@gimbal/core/adapter'

/** The signature of every adapter's `to<Host>`. */
export declare function toHost<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...args: AdapterArguments<Services, EnvSchema>
): (request: Request) => Promise<Response>
