/** The linear memories of WebAssembly in this isolate. */
export interface Memories {
  readonly count: number
  readonly bytes: number
}

const memories: WebAssembly.Memory[] = []

// Records only later instances: import this module before any other that instantiates WebAssembly.
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct: (target, args, newTarget) => {
    const instance = Reflect.construct(target, args, newTarget) as WebAssembly.Instance
    for (const exported of Object.values(instance.exports)) {
      if (exported instanceof WebAssembly.Memory) memories.push(exported)
    }
    return instance
  },
})

export function readMemories(): Memories {
  const bytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
  return { count: memories.length, bytes }
}
