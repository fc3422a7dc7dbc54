import cassandra from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { GibseyError } from '../../../domain/errors.js';
import { asStoreError, isInvalid, mayHaveApplied } from './errors.js';

const { errors, types } = cassandra;
const { responseErrorCodes: codes } = types;
const AT = 'db:9042/gibsey';
const said = (code: number, message = 'the server says why.') =>
  new errors.ResponseError(code, message);
const hungUp = Object.assign(new Error('Socket was closed'), { isSocketError: true });

describe('asStoreError', () => {
  it('names the host, and the reason without a doubt', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const none = new errors.NoHostAvailableError({ 'db:9042': refused });
    expect(asStoreError(none, AT)).toMatchObject({
      code: 'STORE_UNREACHABLE',
      exitCode: 4,
      message: 'Cassandra at db:9042/gibsey does not answer (ECONNREFUSED).',
    });
  });

  it.each([
    [new errors.NoHostAvailableError({}), 'STORE_UNREACHABLE'],
    [new errors.OperationTimedOutError('slow'), 'STORE_UNREACHABLE'],
    [new errors.BusyConnectionError('db', 1, 1), 'STORE_UNREACHABLE'],
    [hungUp, 'STORE_UNREACHABLE'],
    [said(codes.unavailableException), 'STORE_UNREACHABLE'],
    [said(codes.overloaded), 'STORE_UNREACHABLE'],
    [said(codes.writeTimeout), 'STORE_UNREACHABLE'],
    [said(codes.readTimeout), 'STORE_UNREACHABLE'],
    [said(codes.invalid), 'BAD_INPUT'],
    [said(codes.syntaxError), 'INTERNAL'],
    [said(codes.unauthorized), 'STORE_READONLY'],
    [said(codes.badCredentials), 'CONFIG_INVALID'],
    [new errors.AuthenticationError('no'), 'CONFIG_INVALID'],
    [
      new errors.NoHostAvailableError({ db: new errors.AuthenticationError('no') }),
      'CONFIG_INVALID',
    ],
    [new errors.NoHostAvailableError({ db: new errors.ArgumentError('no dc') }), 'CONFIG_INVALID'],
    [new TypeError('a defect'), 'INTERNAL'],
    ['a string', 'INTERNAL'],
  ])('%s is %s', (thrown, code) => {
    expect(asStoreError(thrown, AT).code).toBe(code);
  });

  it('says nothing of user names, nor do its causes', () => {
    const login = 'Provided username ann and/or password are incorrect';
    for (const thrown of [
      new errors.AuthenticationError(login),
      new errors.NoHostAvailableError({ db: new errors.AuthenticationError(login) }),
      said(codes.badCredentials, login),
      said(codes.unauthorized, 'User ann has no MODIFY permission'),
    ]) {
      const error = asStoreError(thrown, AT);
      expect([error.message, error.hint, error.cause]).toEqual([
        expect.not.stringContaining('ann'),
        expect.not.stringContaining('ann'),
        undefined,
      ]);
    }
  });

  it('leaves an error of the table as it is', () => {
    const own = new GibseyError('STORE_READONLY', 'read only');
    expect(asStoreError(own, AT)).toBe(own);
  });
});

describe('mayHaveApplied', () => {
  it.each([
    [said(codes.writeTimeout), true],
    [said(codes.writeFailure), true],
    [said(0x1700), true],
    [said(codes.serverError), true],
    [new errors.OperationTimedOutError('slow'), true],
    [hungUp, true],
    [said(codes.unavailableException), false],
    [said(codes.invalid), false],
    [new errors.NoHostAvailableError({}), false],
    [new TypeError('not sent'), false],
  ])('%s: %s', (error, expected) => {
    expect(mayHaveApplied(error)).toBe(expected);
  });
});

it('knows a statement that the server will never take', () => {
  expect(
    [said(codes.invalid), said(codes.configError), said(codes.overloaded)].map(isInvalid),
  ).toEqual([true, true, false]);
});
