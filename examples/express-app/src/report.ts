/** What an operator should see of a failure, on either side. */
export interface Failure {
  readonly error: unknown
  readonly method: string
  readonly path: string
}

export type Report = (failure: Failure) => void

export const reportToConsole: Report = ({ error, method, path }) => {
  console.error(method, path, error)
}
