import type { Schema } from '@gimbal/core/adapter'

/**
 * Gives services the bindings as `wrangler types` wrote them, and checks that the named ones are there.
 *
 * @example
 * toWorker(app, { env: bindings<Env>('DATABASE_URL'), services: { db } })
 */
export function bindings<Env extends object>(
  ...required: readonly (keyof Env & string)[]
): Schema<unknown, Env> {
  return {
    '~standard': {
      version: 1,
      vendor: 'gimbal',
      validate: (env) => {
        const found = (env ?? {}) as Env
        const issues = required
          .filter((name) => found[name] === undefined || found[name] === '')
          .map((name) => ({ message: 'expected a binding, got none', path: [name] }))
        return issues.length > 0 ? { issues } : { value: found }
      },
    },
  }
}
