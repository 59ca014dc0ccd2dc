import { type Schema, trustSchema } from '@gimbal/core'

type Fields = Readonly<Record<string, 'any' | 'text' | 'digits' | 'number' | 'optional text'>>
type Of<F extends Fields> = {
  readonly [
    Name in keyof F as F[Name] extends 'optional text' ? never : Name
  ]: F[Name] extends 'any' ? unknown : F[Name] extends 'number' ? number : string
} & { readonly [Name in keyof F as F[Name] extends 'optional text' ? Name : never]?: string }

/** Accepts every JSON value. */
export const anyJson: Schema<unknown> = trustSchema(schema((value) => ({ value })))

/** Keeps the named fields in this order; reports one issue per invalid field. */
export function fields<const F extends Fields>(named: F): Schema<Of<F>> {
  const validate = (value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { issues: [{ message: 'must be an object' }] }
    }
    const given = value as Record<string, unknown>
    const issues: { message: string; path: string[] }[] = []
    const kept: Record<string, unknown> = {}
    for (const [name, kind] of Object.entries(named)) {
      const field = Object.hasOwn(given, name) ? given[name] : undefined
      if (!fits(field, kind)) issues.push({ message: `must be ${kind}`, path: [name] })
      else if (field !== undefined) kept[name] = field
    }
    return issues.length > 0 ? { issues } : { value: kept as Of<F> }
  }
  return trustSchema(schema(validate))
}

/** An array of strings; reports one issue per invalid item, as the libraries do. */
export const texts: Schema<readonly string[]> = trustSchema(
  schema((value) => {
    const items = Array.isArray(value) ? (value as unknown[]) : []
    const issues = items.flatMap((item, index) =>
      typeof item === 'string' ? [] : [{ message: 'must be text', path: [index] }],
    )
    return issues.length > 0 ? { issues } : { value: items as string[] }
  }),
)

function fits(field: unknown, kind: Fields[string]): boolean {
  switch (kind) {
    case 'any':
      return true
    case 'number':
      return typeof field === 'number'
    case 'text':
      return typeof field === 'string'
    case 'optional text':
      return field === undefined || typeof field === 'string'
    case 'digits':
      return typeof field === 'string' && /^[0-9]+$/.test(field)
  }
}

function schema<Value>(validate: Schema<Value>['~standard']['validate']): Schema<Value> {
  return { '~standard': { version: 1, vendor: 'gimbal-kit', validate } }
}
