import { type FaultApi, type FaultOptions, startFaultApi } from './api.ts'

/** Runs a fault on an API of its own, and ends that whatever happens. */
export async function withApi<Figures>(
  options: FaultOptions,
  work: (api: FaultApi) => Promise<Figures>,
): Promise<Figures> {
  const api = await startFaultApi(options)
  try {
    return await work(api)
  } finally {
    await api.stop()
  }
}
