/** The clients of OpenAI, as they are. The server's address is the argument; the answers are printed as JSON. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

const baseURL = `${process.argv[2]}/v1`;
const QUESTION = 'Who climbed the tower?';

const client = new OpenAI({ baseURL, apiKey: 'none' });
const asked = { model: 'narrator', messages: [{ role: 'user', content: QUESTION }] };
const whole = await client.chat.completions.create(asked);
const streamed = await client.chat.completions.stream(asked).finalContent();
const { data } = await client.embeddings.create({ model: 'any', input: ['One text', 'Another'] });

const model = createOpenAICompatible({ name: 'gibsey', baseURL })('narrator');
const { text } = await generateText({ model, prompt: QUESTION });
let pieces = '';
for await (const piece of streamText({ model, prompt: QUESTION }).textStream) pieces += piece;

const answers = [whole.choices[0].message.content, streamed, text, pieces];
console.log(JSON.stringify({ answers, embeddings: data.map(({ embedding }) => embedding.length) }));
