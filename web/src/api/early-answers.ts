/**
 * Answers of the API that were asked for before there was an app, by address. They stand on the window, as the script
 * that asks and the app share no module.
 */
interface EarlyWindow {
  earlyAnswers?: Map<string, Promise<Response>>;
}

const answers = (): Map<string, Promise<Response>> => {
  const window = globalThis as EarlyWindow;
  window.earlyAnswers ??= new Map();
  return window.earlyAnswers;
};

/** Keeps an answer for who asks for it first. */
export function answerEarly(address: string, answer: Promise<Response>): void {
  answers().set(address, answer);
}

/** The answer that came early, once; undefined where none was asked for. */
export function takeEarlyAnswer(address: string): Promise<Response> | undefined {
  const answer = answers().get(address);
  answers().delete(address);
  return answer;
}
