import type { Character, Question, TurnEvent } from '../../domain/turn.js';
import { charactersOf } from './characters.js';
import { course } from './course.js';
import type { Asker, ChatDeps } from './deps.js';
import { studyOf } from './study.js';

export interface Chat {
  /**
   * One question and its answer: the one way for terminal, JSON and event stream. It throws nothing: what goes
   * wrong, an abort included, is the last event. Whoever stops reading ends the turn, and pays if a
   * part of the answer was heard. A turn that fails costs nothing.
   */
  turn(question: Question, who: Asker, signal: AbortSignal): AsyncIterable<TurnEvent>;
  /** Those of the store, by id; the built-in narrator when there are none. */
  characters(): Promise<readonly Character[]>;
}

export function openChat(deps: ChatDeps): Chat {
  const study = studyOf(deps);
  return {
    turn: (question, who, signal) => course(study, question, who, signal),
    characters: () => charactersOf(deps.characters),
  };
}
