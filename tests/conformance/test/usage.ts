import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

// Preloaded into a server: reports over IPC its memory, and the bytes read from one socket.

const sockets = new Set<Socket>()
let mostRead = 0
let peak = 0

subscribe('net.server.socket', (message) => {
  const { socket } = message as { readonly socket: Socket }
  sockets.add(socket)
  socket.once('close', () => {
    mostRead = Math.max(mostRead, socket.bytesRead)
    sockets.delete(socket)
  })
})

setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10).unref()

process.on('message', () => {
  const collect = (globalThis as { readonly gc?: () => void }).gc
  collect?.()
  collect?.()
  for (const socket of sockets) mostRead = Math.max(mostRead, socket.bytesRead)
  const { rss, heapUsed } = process.memoryUsage()
  const handles = process.getActiveResourcesInfo().length
  process.send?.({ rss, heapUsed, handles, sockets: sockets.size, mostRead, peak })
  mostRead = 0
  peak = rss
})
process.channel?.unref()
