/** What a handler sees of a request. */
export interface Observation {
  readonly method: string
  /** As in the target, still encoded. */
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly probe: string | null
  readonly cookie: string | null
  /** In base64. */
  readonly body: string
}

export const aspects = ['method', 'path', 'query', 'probe', 'cookie', 'body'] as const
export type Aspect = (typeof aspects)[number] | 'answer'
