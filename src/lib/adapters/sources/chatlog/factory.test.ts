import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock, MODIFIED, writeFiles } from '../../../../../test/contract/source/reading.js';
import type { Utterance } from '../../../domain/conversation.js';
import { openChatlog } from './factory.js';
import type { ChatlogFormat } from './config.js';

const JAN = Date.UTC(2026, 0, 1);

describe('a log of conversations', () => {
  it('is read whoever wrote it', async () => {
    const lines = [
      { id: 'u1', user_id: 'ann', session_id: 's', role: 'user', text: 'Hi', created_at: JAN },
      {
        message_id: 2,
        user: 'ann',
        conversation_id: 's',
        sender: 'Bot',
        content: 'Hello',
        time: JAN / 1000,
      },
      {
        user_email: 'bo@example.com',
        query: 'Where?',
        timestamp: '2026-01-01T00:00:00Z',
        city: 'Ubud',
      },
    ];
    const { utterances, problems } = await read(jsonl(...lines));
    expect(problems).toEqual([]);
    expect(utterances.map(({ userId, role, text }) => [userId, role, text])).toEqual([
      ['ann', 'user', 'Hi'],
      ['ann', 'assistant', 'Hello'],
      ['bo@example.com', 'user', 'Where?'],
    ]);
    expect(utterances.map(({ createdAt }) => createdAt)).toEqual([JAN, JAN, JAN]);
    expect(utterances.map(({ id }) => id).slice(0, 2)).toEqual(['u1', '2']);
    expect(utterances[2]!.metadata).toEqual({ city: 'Ubud' });
    expect(utterances[2]!.sessionId).toBe('bo@example.com');
  });

  it('is known by its ids: what it repeats passes, another utterance under the same id does not', async () => {
    const said = { id: 'x', user_id: 'ann', text: 'Where?', created_at: JAN };
    const { utterances, problems } = await read(jsonl(said, said, { ...said, text: 'When?' }));
    expect(utterances.map(({ text }) => text)).toEqual(['Where?', 'Where?']);
    expect(problems).toEqual([{ where: 'stdin:3', reason: 'the id x is already used at stdin:1' }]);
  });

  it('takes whole conversations apart; what a system or a tool said is passed over', async () => {
    const messages = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Again' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Again' },
    ];
    const { utterances } = await read(
      jsonl({ id: 'c7', user_id: 'ann', created_at: JAN, messages }),
    );
    expect(utterances.map(({ text, sessionId }) => [text, sessionId])).toEqual([
      ['Again', 'c7'],
      ['Yes?', 'c7'],
      ['Again', 'c7'],
    ]);
    expect(new Set(utterances.map(({ id }) => id)).size).toBe(3);
  });

  it.each([
    ['comma', 'User_ID,Text,created_at\nann,"Hi, ""you""\nthere",2026-01-01\n'],
    ['semicolon', 'user_id;text;created_at;role\nann;"Hi, ""you""\nthere";2026-01-01;\n'],
    ['tab', '\ufeffuser_id\ttext\tcreated_at\nann\t"Hi, ""you""\nthere"\t1767225600\n'],
  ])('is a table with a %s between cells', async (_, table) => {
    const { utterances, problems } = await read(table, 'csv');
    expect(problems).toEqual([]);
    expect(utterances).toMatchObject([
      { userId: 'ann', text: 'Hi, "you"\nthere', createdAt: JAN, role: 'user' },
    ]);
  });

  it('names what it cannot use and goes on', async () => {
    const good = JSON.stringify({ text: 'Good', user_id: 'ann' });
    const bad = ['{"text":', '[]', '{"text":" "}', '{"text":"x","role":"ghost"}', '{"messages":1}'];
    const { utterances, problems } = await read([good, ...bad, good].join('\n'));
    expect(utterances).toHaveLength(2);
    expect(problems.map(({ where }) => where)).toEqual([2, 3, 4, 5, 6].map((n) => `stdin:${n}`));
    expect(problems[3]!.reason).toContain('role is "ghost", not one of user, human');
  });

  it('without a text says which fields it has, and which it needs', async () => {
    const needed = 'name what was said one of text, content, message, query, question';
    const lines = await read(jsonl({ foo: 1, utterance: 'Hi' }, {}));
    expect(lines.problems.map(({ reason }) => reason)).toEqual([
      `there is no text: it has foo, utterance; ${needed}`,
      `there is no text: it has nothing; ${needed}`,
    ]);
    for (const rows of ['ann,Hi\nbo,Ho\n', '']) {
      const { utterances, problems } = await read(`User_ID,Utterance\n${rows}`, 'csv');
      const columns = 'the columns of the heading line are user_id, utterance';
      expect(utterances).toEqual([]);
      expect(problems).toEqual([
        { where: 'stdin', reason: `there is no text: ${columns}; ${needed}` },
      ]);
    }
    const many = Array.from({ length: 500 }, (_, i) => `${'column'.repeat(20)}${i}`);
    const wide = await read(`${many.join(',')}\n`, 'csv');
    expect(wide.problems[0]!.reason.length).toBeLessThan(600);
  });

  it('says so of a text that is there, but blank', async () => {
    const blank = await read('user_id,content\nann,\n', 'csv');
    expect(blank.problems).toEqual([{ where: 'stdin:2', reason: 'there is no text' }]);
    const none = await read(jsonl({ content: null }, { content: ' ' }));
    expect(none.problems.map(({ reason }) => reason)).toEqual([
      'there is no text',
      'content is empty',
    ]);
  });

  it('is of no time before there were such logs', async () => {
    const { problems } = await read(jsonl({ text: 'Hi', created_at: -5 }));
    expect(problems).toEqual([{ where: 'stdin:1', reason: 'created_at is -5, before 1970' }]);
  });

  it('says so when a table is read as JSON', async () => {
    const { problems } = await read('user_id,text\nann,Hi\n');
    expect(problems[0]!.reason).toContain('--format csv');
    expect((await read('"a, b"\n')).problems[0]!.reason).toContain('--format csv');
    expect((await read('[1, 2]\n')).problems[0]!.reason).toBe('it is a list, not an object');
  });

  it.each(['jsonl', 'csv'] as const)('with nothing in it has nothing wrong (%s)', async (form) => {
    for (const nothing of ['', '\n\n', '\ufeff']) {
      expect(await read(nothing, form)).toEqual({ utterances: [], problems: [] });
    }
  });

  it('names the record of a table that has a cell too many', async () => {
    const { utterances, problems } = await read(
      'user_id,text\nann,Hi\nbo,Hi,there\ncy,Hi\n',
      'csv',
    );
    expect(utterances.map(({ userId }) => userId)).toEqual(['ann', 'cy']);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.where).toBe('stdin:3');
  });

  it('counts those of whom it knows nothing as one, and dates them by the file', async () => {
    const path = join(
      writeFiles({ 'log.jsonl': jsonl({ text: 'One' }, { text: 'Two' }) }),
      'log.jsonl',
    );
    const { utterances } = await readAll(await openChatlog({ path, clock: fixedClock }));
    expect(utterances.map(({ userId }) => userId)).toEqual(['anonymous', 'anonymous']);
    expect(utterances.map(({ createdAt }) => createdAt)).toEqual([MODIFIED, MODIFIED]);
  });

  it('says what cannot be opened', async () => {
    const opened = openChatlog({ path: '/nowhere/log.jsonl', clock: fixedClock });
    await expect(opened).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await expect(openChatlog({ path: tmpdir(), clock: fixedClock })).rejects.toThrow('folder');
  });

  it('survives any bytes, in either form', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((t) => Buffer.from(t)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('jsonl', 'csv'), async (chunk, format) => {
        const { utterances } = await read(Buffer.from(chunk), format);
        for (const { text } of utterances) expect(text.trim()).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function read(content: string | Buffer, format: ChatlogFormat = 'jsonl') {
  const stdin = Readable.from([Buffer.from(content)]);
  return readAll(await openChatlog({ path: '-', stdin, format, clock: fixedClock }));
}

async function readAll(source: Awaited<ReturnType<typeof openChatlog>>) {
  const utterances: Utterance[] = [];
  const problems: { where: string; reason: string }[] = [];
  for await (const record of source.read(new AbortController().signal)) {
    if ('problem' in record) problems.push(record.problem);
    else utterances.push(record.utterance);
  }
  return { utterances, problems };
}
