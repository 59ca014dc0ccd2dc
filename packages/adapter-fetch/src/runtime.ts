// Where runtimes differ and nothing that they hand over says so, their name does.
const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } }
const name = navigator?.userAgent ?? ''

export const isWorkerd: boolean = name === 'Cloudflare-Workers'
export const isDeno: boolean = name.startsWith('Deno/')
