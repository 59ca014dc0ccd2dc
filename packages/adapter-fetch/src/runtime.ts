// Detects the runtime by name, for differences that cannot be detected by a feature.
const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } }
const name = navigator?.userAgent ?? ''

export const isWorkerd: boolean = name === 'Cloudflare-Workers'
export const isDeno: boolean = name.startsWith('Deno/')
