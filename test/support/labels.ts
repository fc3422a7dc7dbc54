/** A list of frequent questions, and questions whose answer is known. */
const TOPICS = [
  'ferry leave',
  'library open',
  'bakery close',
  'museum charge',
  'garden welcome dogs',
  'harbour office answer letters',
  'lighthouse take visitors',
  'school begin',
  'market sell fish',
  'post office weigh parcels',
];
const WORDINGS = [
  'When does the {}?',
  'At what time does the {}?',
  'So when does the {}?',
  'Please, when does the {}?',
  'Hello, when does the {}?',
  'Tell me when the {}s',
  'I want to know when the {}s',
  'Could you say when the {}s?',
  'Do you know when the {}s?',
  'At which hour does the {}?',
  'When exactly does the {}?',
  'When will the {}?',
  'On which day does the {}?',
  'On what day does the {}?',
  'Any idea when the {}s?',
  'Remind me when the {}s',
  'When, please, does the {}?',
  'May I ask when the {}s?',
  'Excuse me, when does the {}?',
  'Does anybody know when the {}s?',
];
const OTHERS = [
  'What is the {} whale called?',
  'Who painted the {} picture?',
  'How heavy is a {} stone?',
  'Where do {} birds sleep?',
  'Why is the {} door locked?',
];
const KINDS = [
  ...['grey', 'small', 'old', 'new', 'blue', 'tall', 'long', 'quiet', 'loud', 'broken', 'golden'],
  ...['wooden', 'iron', 'lost', 'dry', 'wet', 'cold', 'warm', 'round', 'square'],
];

const asked = (wording: string, word: string) => wording.replace('{}', word);

/** Ten answers with three stored questions each. */
export const FAQ = TOPICS.map((topic, i) => ({
  id: `t${i}`,
  question: asked(WORDINGS[0]!, topic),
  answer: `That is answer ${i}.`,
  variants: WORDINGS.slice(1, 3).map((wording) => asked(wording, topic)),
}));

/** 200 questions that an answer is prepared for, and 100 that none is. */
export const LABELS = [
  ...TOPICS.flatMap((topic, i) =>
    WORDINGS.map((wording) => ({ question: asked(wording, topic), answer_id: `t${i}` })),
  ),
  ...OTHERS.flatMap((wording) =>
    KINDS.map((kind) => ({ question: asked(wording, kind), answer_id: null })),
  ),
];
