import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resource } from './generate-resource.ts'
import { clientOf, guards, services } from './generate-templates.ts'

/** A generated app: its folder, and the number of its files with ten routes each. */
export interface Fixture {
  readonly folder: string
  readonly files: number
}

/** Writes an app of `files` × 10 routes and a client with three calls per file. */
export function generateFixture({ folder, files }: Fixture): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  const numbers = Array.from({ length: files }, (_, index) => index)
  write('services.ts', services)
  write('guards.ts', guards)
  for (const number of numbers) write(`orders${number}.ts`, resource(number))
  write('routes.ts', numbers.map(reexport).join(''))
  write('app.ts', APP)
  write('client.ts', clientOf(numbers))
}

/** Returns the line of `routes.ts` that exports a file's routes. */
function reexport(number: number): string {
  const names = [
    `listOrders${number}`,
    `createOrder${number}`,
    `getOrder${number}`,
    `replaceOrder${number}`,
    `patchOrder${number}`,
    `removeOrder${number}`,
    `listComments${number}`,
    `addComment${number}`,
    `removeComment${number}`,
    `cancelOrder${number}`,
  ]
  return `export { ${names.join(', ')} } from './orders${number}.ts'\n`
}

const APP = `import { createApp } from '@gimbal/core'
import * as routes from './routes.ts'

export const app = createApp({ routes })
`
