import { describe, expect, it } from 'vitest'
import { relayAddress, webSocketAddress } from '../../../src/gadget/connection/relay-address.ts'

const address = (preference: string, scriptUrl: string | null = null, isSecurePage = true): string | null =>
  relayAddress({ preference, scriptUrl, isSecurePage })

describe("the relay's address", () => {
  it('is the preference, as an administrator may write it', () => {
    expect(address('https://relay.example.com:8543/')).toBe('https://relay.example.com:8543')
    expect(address(' relay.example.com:8543 ')).toBe('https://relay.example.com:8543')
    expect(address('wss://relay.example.com/rch/')).toBe('https://relay.example.com/rch')
    expect(address('http://127.0.0.1:8543', null, false)).toBe('http://127.0.0.1:8543')
  })

  it('is secure where the page is, since a browser allows nothing else', () => {
    expect(address('http://relay.example.com:8543')).toBe('https://relay.example.com:8543')
  })

  it('is the server of the script where a relay served it', () => {
    expect(address('', 'https://relay.example.com:8543/gadget/reason-code-history-x.js')).toBe(
      'https://relay.example.com:8543',
    )
    expect(address('', 'https://finesse1:8445/3rdpartygadget/files/rch/reason-code-history-x.js')).toBe(null)
  })

  it('is none where nothing tells it', () => {
    expect(address('')).toBe(null)
    expect(address('ftp://x')).toBe(null)
    expect(address('https://')).toBe(null)
  })

  it('is the same for a socket', () => {
    expect(webSocketAddress('https://r:8543')).toBe('wss://r:8543')
    expect(webSocketAddress('http://127.0.0.1:1')).toBe('ws://127.0.0.1:1')
  })
})
