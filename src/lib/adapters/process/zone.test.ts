import { describe, expect, it } from 'vitest';
import { machineZone, zoneOf } from './zone.js';

describe('zoneOf', () => {
  it.each([
    ['/usr/share/zoneinfo/America/Argentina/Salta', 'America/Argentina/Salta'],
    ['/usr/share/zoneinfo/Etc/UTC', 'Etc/UTC'],
    ['/var/db/timezone/zoneinfo/Europe/Rome', 'Europe/Rome'],
    ['/usr/share/zoneinfo/posix/Asia/Tokyo', 'Asia/Tokyo'],
    ['/etc/localtime', null],
    ['/usr/share/zoneinfo/Moon/Tycho', null],
  ])('%s is %s', (path, zone) => expect(zoneOf(path)).toBe(zone));
});

describe('machineZone', () => {
  it('is a zone that Node knows', () => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: machineZone() })).not.toThrow();
  });
});
