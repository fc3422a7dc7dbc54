import { describe, expect, it } from 'vitest';
import type { Json } from '../../domain/values.js';
import { basisHash, decide, inputHash, membersHash } from './artefact.js';

const member = (id: string, contentHash = `hash of ${id}`) => ({ id, contentHash });
const subject = (members = [member('a'), member('b')], clusterId = 3, space = 'space') => ({
  clustering: { space },
  clusterId,
  members,
});

describe('membersHash', () => {
  it('does not depend on the order of the members', () => {
    expect(membersHash(subject([member('b'), member('a')]))).toBe(membersHash(subject()));
  });

  it.each([
    ['another page', subject([member('a'), member('c', 'hash of b')])],
    ['another text', subject([member('a'), member('b', 'other')])],
    ['one page less', subject([member('a')])],
    ['another cluster', subject(undefined, 4)],
    ['another space', subject(undefined, 3, 'other')],
  ])('differs for %s', (_, other) => {
    expect(membersHash(other)).not.toBe(membersHash(subject()));
  });
});

describe('decide', () => {
  const members = 'm1';
  const basis = basisHash({ version: 1, maxWords: 250 }, members);
  const inputs = {
    extractive: inputHash(basis, ['extractive']),
    llama: inputHash(basis, ['llama', 1]),
    again: inputHash(basis, ['llama', 1, 'run 2']),
  };
  const wanted = { members, basis, input: inputs.llama };
  const again = { ...wanted, input: inputs.again };
  const entry = (input: string, model: string, more: Record<string, Json> = {}) => ({
    input,
    value: { members, basis, model, ...more },
  });
  const llama = { model: 'llama', force: false };
  const nobody = { model: null, force: false };
  const alone = { ...wanted, input: inputs.extractive };

  it.each([
    ['new', undefined, wanted, llama, 'run new'],
    ['same', entry(inputs.llama, 'llama'), wanted, llama, 'skip unchanged'],
    ['forced', entry(inputs.llama, 'llama'), again, { ...llama, force: true }, 'run forced'],
    [
      'forced already',
      entry(inputs.again, 'llama'),
      again,
      { ...llama, force: true },
      'skip unchanged',
    ],
    ['other pages', entry('x', 'llama', { members: 'm0' }), wanted, llama, 'run members changed'],
    ['other limit', entry('x', 'llama', { basis: 'b0' }), wanted, llama, 'run settings changed'],
    ['other model', entry('x', 'mistral'), wanted, llama, 'run model or prompt changed'],
    [
      'model back',
      entry(inputs.extractive, 'extractive'),
      wanted,
      llama,
      'run was extractive, llama is back',
    ],
    ['refused by this model', entry(inputs.llama, 'extractive'), wanted, llama, 'skip unchanged'],
    [
      'no model, extractive',
      entry(inputs.extractive, 'extractive'),
      alone,
      nobody,
      'skip unchanged',
    ],
    ['no model, refused once', entry(inputs.llama, 'extractive'), alone, nobody, 'skip unchanged'],
    ['no model, written', entry(inputs.llama, 'llama'), alone, nobody, 'skip unchanged'],
    [
      'no model, written, forced',
      entry(inputs.llama, 'llama'),
      alone,
      { ...nobody, force: true },
      'skip unchanged',
    ],
    [
      'no model, other pages',
      entry(inputs.llama, 'llama', { members: 'm0' }),
      alone,
      nobody,
      'run members changed',
    ],
    [
      'a value of something else',
      { input: 'x', value: null },
      wanted,
      llama,
      'run members changed',
    ],
  ] as const)('%s', (_, memo, unit, options, expected) => {
    const { action, reason } = decide(memo, unit, options);
    expect(`${action} ${reason}`).toBe(expected);
  });

  it('puts what was extractive first, and only that', () => {
    expect(decide(entry(inputs.extractive, 'extractive'), wanted, llama).first).toBe(true);
    expect(decide(undefined, wanted, llama).first).toBe(false);
  });

  it('knows where a text by a model must not be replaced by an extractive one', () => {
    expect(decide(entry('x', 'mistral'), wanted, llama).written).toBe(true);
    expect(decide(entry(inputs.extractive, 'extractive'), wanted, llama).written).toBe(false);
    expect(decide(entry('x', 'mistral', { members: 'm0' }), wanted, llama).written).toBe(false);
  });
});
