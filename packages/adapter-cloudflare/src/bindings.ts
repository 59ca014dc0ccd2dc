import type { Schema } from '@gimbal/core/adapter'

/**
 * Passes the bindings to services, typed as `wrangler types` writes them, and throws if a named
 * one is missing.
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
