import type { Drain } from '../contract/app.ts'

/** Creates the drain state of a server, and the function that begins draining. */
export function createDrain(): { readonly drain: Drain; readonly begin: () => void } {
  const listeners = new Set<() => void>()
  let isDraining = false
  return {
    drain: {
      get isDraining() {
        return isDraining
      },
      onDrain: (listener) => {
        if (isDraining) listener()
        else listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    begin: () => {
      isDraining = true
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}
