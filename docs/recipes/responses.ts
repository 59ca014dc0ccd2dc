import {
  bytes,
  contentDisposition,
  redirect,
  route,
  stream,
  text,
  upstreamHeaders,
} from '@gimbal/core'

// #region proxy
export const getFile = route({
  method: 'GET',
  path: '/files/:name',
  responses: { 200: stream(), 404: text() },
  handler: async ({ params, signal, reply }, { files }: { files: string }) => {
    const upstream = await fetch(`${files}/${encodeURIComponent(params.name)}`, { signal })
    if (!upstream.ok) return reply(404, 'no such file')
    return reply(200, upstream.body, { headers: upstreamHeaders(upstream.headers) })
  },
})
// #endregion

// #region download
export const getReport = route({
  method: 'GET',
  path: '/report',
  responses: { 200: bytes('application/pdf') },
  handler: ({ reply }) =>
    reply(200, new TextEncoder().encode('%PDF-'), {
      headers: { 'content-disposition': contentDisposition('résumé.pdf') },
    }),
})
// #endregion

// #region deep-link
export const backToApp = route({
  method: 'GET',
  path: '/signed-in',
  responses: { 302: redirect },
  handler: ({ reply }) => reply(302, 'myapp://signed-in?code=1', { external: ['myapp'] }),
})
// #endregion

// #region wildcard
const listing = {
  method: 'GET',
  responses: { 200: text() },
} as const

export const getRoot = route({
  ...listing,
  path: '/tree',
  handler: ({ reply }) => reply(200, 'the root'),
})

export const getBranch = route({
  ...listing,
  path: '/tree/*',
  handler: ({ params, reply }) => reply(200, params.rest.join(' > ')),
})
// #endregion
